//! Does the target hold what the source holds: counts, checksums, deltas, rules, repair.
//!
//! Two [`Side`]s (tables of engines, files) are read through a [`Selection`] each and compared; what differs is a
//! [`Difference`] per row. Everything is blocking; no type of a driver is public.

mod checksum;
mod difference;
mod error;
pub mod repair;
mod selection;
mod side;

pub use checksum::{Checksum, RowDigest};
pub use difference::{Difference, DifferenceKind, Settling};
pub use error::{Error, ErrorKind, Result};
pub use selection::{Field, Selection};
pub use side::{Buckets, Form, HashMethod, KeyRange, NativeHash, Row, Side, SideInfo};
