//! A flag that a share of the traffic has.

use super::Key;
use crate::{Percentage, bucketing};

/// A flag that a share of the keys has: the same keys in every process, language and restart (see [`bucketing`]).
///
/// A larger percentage takes nobody out, a smaller one takes out those that came in last, and flags do not depend on each
/// other. A decision neither allocates nor locks.
#[derive(Debug, Clone)]
pub struct Rollout {
    name: String,
    sticky_on: String,
    seed: u64,
    percentage: Percentage,
}

impl Rollout {
    /// A flag that nobody has yet, sticky on `user_id`.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { seed: bucketing::seed(&name), name, sticky_on: "user_id".to_owned(), percentage: Percentage::ZERO }
    }

    /// The attribute of the context whose value decides.
    #[must_use]
    pub fn sticky_on(mut self, attribute: impl Into<String>) -> Self {
        self.sticky_on = attribute.into();
        self
    }

    /// The share that has it.
    #[must_use]
    pub fn at(mut self, percentage: Percentage) -> Self {
        self.percentage = percentage;
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether `key`, a value of the attribute that it is sticky on, has it.
    #[inline]
    pub fn is_enabled(&self, key: impl Key) -> bool {
        self.bucket(key) < self.percentage.parts()
    }

    /// The bucket, from 0 to 99,999, in which `key` lies.
    #[inline]
    pub fn bucket(&self, key: impl Key) -> u32 {
        key.with_bytes(|bytes| bucketing::bucket(self.seed, bytes))
    }
}
