//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod operation_added;
mod operation_deprecated;
mod operation_id_changed;
mod operation_reinstated;
mod operation_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (operation_added::RULES, operation_added::check),
    (operation_deprecated::RULES, operation_deprecated::check),
    (operation_id_changed::RULES, operation_id_changed::check),
    (operation_reinstated::RULES, operation_reinstated::check),
    (operation_removed::RULES, operation_removed::check),
];
