//! Does the target hold what the source holds: counts, checksums, deltas, rules, repair.
//!
//! Two [`Side`]s (tables of engines, files) are read through a [`Selection`] each and compared; what differs is a
//! [`Difference`] per row. Everything is blocking; no type of a driver is public.

mod base_type;
mod canonical;
pub mod check;
mod checksum;
mod compare;
mod comparison;
mod difference;
mod draw;
mod engine_side;
mod error;
#[cfg(any(feature = "csv", feature = "parquet"))]
mod file;
mod hash;
mod kinds;
mod memory;
mod near;
mod observer;
mod options;
pub mod repair;
pub mod rows;
mod selection;
mod side;
mod tolerance;
pub mod wire;

pub use canonical::{Note, compare_keys, encode, forms};
pub use checksum::{Checksum, RowDigest};
pub use compare::compare;
pub use comparison::{ColumnSummary, Comparison, RangeSummary, SampleResult, Settled, SideSummary, Strategy, Verdict};
pub use database::Value;
pub use difference::{Difference, DifferenceKind, Settling};
pub use engine_side::{EngineOptions, EngineSide, EngineTable, Wanted, pair};
pub use error::{Error, ErrorKind, Result};
#[cfg(feature = "csv")]
pub use file::CsvFile;
#[cfg(any(feature = "csv", feature = "parquet"))]
pub use file::FileSide;
#[cfg(feature = "parquet")]
pub use file::ParquetFile;
pub use hash::{Partition, RowHasher, bucket_of, key_of};
pub use memory::MemorySide;
pub use observer::{Observer, Progress, Stage};
pub use options::{CompareOptions, Equality, Recheck, Sample, StrategyChoice, Threshold, Tolerance, ToleranceKind};
pub use rows::CsvOptions;
pub use selection::{Field, Selection};
pub use side::{Buckets, EachDigest, Form, HashMethod, KeyRange, NativeHash, Row, Side, SideInfo};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
