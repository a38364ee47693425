//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod operation_tag_added;
mod operation_tag_removed;
mod tag_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (operation_tag_added::RULES, operation_tag_added::check),
    (operation_tag_removed::RULES, operation_tag_removed::check),
    (tag_changed::RULES, tag_changed::check),
];
