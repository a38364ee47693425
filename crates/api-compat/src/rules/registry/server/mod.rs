//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod server_added;
mod server_removed;
mod server_variable_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (server_added::RULES, server_added::check),
    (server_removed::RULES, server_removed::check),
    (server_variable_changed::RULES, server_variable_changed::check),
];
