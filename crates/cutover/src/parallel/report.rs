//! What a parallel run has found.

use super::parity::Parity;
use super::sample::Mismatch;

/// What a parallel run has found so far.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ParallelReport {
    /// Calls of the primary.
    pub calls: u64,
    /// Of them, those of which the candidate was to be called too.
    pub sampled: u64,
    /// Of these, those for which there was no place: the candidate is slower than the sample, or hangs.
    pub skipped: u64,
    /// Calls in which the candidate panicked.
    pub panicked: u64,
    /// Calls in which the candidate took longer than permitted, those included that have not come back yet.
    pub timed_out: u64,
    /// Comparisons and mismatches; noise is subtracted.
    pub parity: Parity,
    /// Comparisons of the primary with itself.
    pub baseline: u64,
    /// What differed, by place.
    pub paths: Vec<PathReport>,
    /// Some mismatches, noise included.
    pub samples: Vec<Mismatch>,
}

/// How often answers differed in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathReport {
    /// A JSON pointer with `*` for positions.
    pub path: String,
    /// Comparisons of primary and candidate that differed there.
    pub differences: u64,
    /// Comparisons of the primary with itself that did.
    pub in_baseline: u64,
    /// Whether the primary differs from itself about as often.
    pub is_noise: bool,
}
