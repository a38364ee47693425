//! Findings that were accepted, one by one.

use crate::{Date, Location};

/// A finding that was accepted by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Acceptance {
    /// The [fingerprint](crate::Finding::fingerprint) of the finding.
    pub fingerprint: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which that holds; for ever where there is none.
    pub until: Option<Date>,
    /// Where it is said.
    pub place: Option<Location>,
}
