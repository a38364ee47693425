//! What is summed of each row.

use super::super::source::Source;
use super::{canonical, native};
use crate::{Form, HashMethod};

/// How the engine hashes a row, in SQL.
#[derive(Debug)]
pub(in super::super) struct Hashing {
    /// What of a row, called `h`.
    pub(super) row: String,
    /// The two numbers of 64 bits that are made of `h`.
    pub(super) digest: [String; 2],
    /// A number of the row's key that is not negative.
    pub(super) key: String,
}

impl Hashing {
    /// The way in which the engine hashes by a method; none where it cannot.
    pub(in super::super) fn new(source: &Source, method: &HashMethod) -> Option<Self> {
        match method {
            HashMethod::Native => Some(native::hashing(source)),
            HashMethod::Canonical(forms) => canonical::hashing(source, forms),
            HashMethod::Local(_) => None,
        }
    }

    /// Whether the engine can compute the digests of canonical values.
    pub(in super::super) fn takes(source: &Source, forms: &[Form]) -> bool {
        canonical::hashing(source, forms).is_some()
    }

    /// The sums over rows that have `h`.
    pub(super) fn sums(&self) -> String {
        let [first, second] = &self.digest;
        format!("pg_catalog.count(*), pg_catalog.sum({first}), pg_catalog.sum({second})")
    }

    /// A query that gives `h` of each row, with what `more` selects besides. Its end keeps `h` from being computed for each
    /// of its uses.
    pub(super) fn rows(&self, source: &Source, conditions: impl IntoIterator<Item = String>, more: &str) -> String {
        format!("SELECT {} AS h{more} FROM {}{} OFFSET 0", self.row, source.from, source.conditions(conditions))
    }
}
