//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod response_status_added;
mod response_status_removed;
mod response_statuses_narrowed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (response_status_added::RULES, response_status_added::check),
    (response_status_removed::RULES, response_status_removed::check),
    (response_statuses_narrowed::RULES, response_statuses_narrowed::check),
];
