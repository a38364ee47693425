//! All rules. Written by `cargo xtask codegen`; do not edit.

use findings::RuleMetadata;

use super::{Check, unclassified};

mod operation {
    pub(super) mod operation_added;
    pub(super) mod operation_removed;
}

/// What judges changes outside schemas.
pub(super) const CHECKS: &[Check] = &[operation::operation_added::check, operation::operation_removed::check];

/// What judges changes of schemas.
pub(super) const SCHEMA_CHECKS: &[Check] = &[];

/// What is known of the rules apart from their code, by file.
pub(super) const METADATA: &[&[RuleMetadata]] =
    &[unclassified::RULES, operation::operation_added::RULES, operation::operation_removed::RULES];
