//! A parallel run: the new path is called beside the old one, and its answers are compared.
//!
//! The primary answers the caller, in the caller's thread. A share of its calls is handed to threads of the run's own, which
//! call the candidate at the same time and compare afterwards: the caller pays for a clone of the request and of the
//! answer, and for a place in a bounded queue. A candidate that panics, hangs or is too slow loses its comparisons only.
//!
//! What differs between two calls of the primary as well is noise ([`ParallelRun::baseline`]) and is subtracted.

mod compare;
mod json;
mod ledger;
mod parity;
mod pattern;
mod pool;
mod report;
mod run;
mod sample;
mod work;

pub use compare::{Compare, Difference, Equal, OnOk, on_ok};
pub use json::{JsonComparison, ignoring};
pub use parity::{Parity, comparisons_needed};
pub use report::{ParallelReport, PathReport};
pub use run::ParallelRun;
pub use sample::{Mismatch, ShownDifference};
