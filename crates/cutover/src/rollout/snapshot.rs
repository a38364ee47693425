//! Flags and stages as they are at an instant.

use std::collections::HashMap;

use crate::flag::Key;
use crate::{Rollout, Stage};

/// Flags and stages as they are at an instant. It never changes, so that a request sees one state from its beginning to its end.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    flags: HashMap<String, Rollout>,
    stages: HashMap<String, Stage>,
}

impl Snapshot {
    pub(super) fn new(flags: HashMap<String, Rollout>, stages: HashMap<String, Stage>) -> Self {
        Self { flags, stages }
    }

    /// A flag.
    pub fn flag(&self, name: &str) -> Option<&Rollout> {
        self.flags.get(name)
    }

    /// Whether `key` has a flag; nobody has one that is not there.
    pub fn is_enabled(&self, flag: &str, key: impl Key) -> bool {
        self.flags.get(flag).is_some_and(|flag| flag.is_enabled(key))
    }

    /// The stage of a migration.
    pub fn stage(&self, migration: &str) -> Option<Stage> {
        self.stages.get(migration).copied()
    }
}
