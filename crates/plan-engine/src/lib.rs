//! Turns the changes between two schemas into a plan: phases, steps, gates, and the inverse of every step.
//!
//! [`make`] compares the two sides, places one or more operations for every change into phases, and lowers them in
//! order, each against the catalogue as it then is. What cannot be planned without breaking a promise is refused with a
//! reason, all refusals at once: never a plan that does not reach its target.

mod conversion;
mod derivation;
mod digest;
mod error;
pub mod estimate;
mod format_version;
pub mod inventory;
mod make;
pub mod migration;
mod operation;
mod options;
pub mod plan;
mod redact;
mod refusal;
mod relocation;
pub mod risk;
mod row_key;
mod sealed;
pub mod specification;
mod workshop;

pub use conversion::Convert;
pub use derivation::Derive;
pub use error::{Error, ErrorKind};
pub use make::make;
pub use options::{Fill, MakeOptions};
pub use refusal::Refusal;
pub use relocation::{By, Move};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
