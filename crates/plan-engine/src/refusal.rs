//! Changes for which the planner knows no safe way.

use schema_diff::catalogue::ObjectPath;
use serde::{Deserialize, Serialize};

/// A change for which the planner knows no way that keeps its promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What it is about, in words.
    pub subject: String,
    /// The object, where it is one that the model holds.
    pub path: Option<ObjectPath>,
    /// Why there is no way.
    pub reason: String,
    /// What to do instead.
    pub help: String,
}

impl Refusal {
    /// A refusal of a change to the object at `path`.
    pub(crate) fn new(path: &ObjectPath, reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { subject: path.to_string(), path: Some(path.clone()), reason: reason.into(), help: help.into() }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.reason)
    }
}
