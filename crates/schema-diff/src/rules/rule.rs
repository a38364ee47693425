//! What rules have in common.

use findings::Finding;

use super::context::Context;
use crate::diff::Change;

/// Dialects of a rule that holds everywhere.
pub(crate) const EVERYWHERE: &[&str] = &["postgres", "sqlite"];

/// Dialects of a rule about what SQLite does not have.
pub(crate) const POSTGRES: &[&str] = &["postgres"];

/// Judges a change, where it is one of the rule's kind.
pub(crate) type Check = fn(&Change, &Context<'_>) -> Option<Finding>;
