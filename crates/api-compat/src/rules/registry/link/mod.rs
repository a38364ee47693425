//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod link_added;
mod link_changed;
mod link_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (link_added::RULES, link_added::check),
    (link_changed::RULES, link_changed::check),
    (link_removed::RULES, link_removed::check),
];
