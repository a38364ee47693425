//! Judges changes: every kind of change has a rule that says how bad it is, who breaks, why, and what to do.
//!
//! A rule is a file under `registry/`: its metadata, its `check`, its tests. `cargo xtask codegen` writes the registry
//! from these files. A rule about schemas has three faces, one for each role that a schema can have: `…`, `request-…`
//! and `response-…`.

mod context;

pub(crate) use context::Context;

use findings::Finding;

use crate::change::Change;

/// Judges a change, where it is one of the rule's kind.
pub(crate) type Check = fn(&Change, &Context<'_>) -> Option<Finding>;
