//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod documentation_changed;
mod interface_version_changed;
mod message_example_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (documentation_changed::RULES, documentation_changed::check),
    (interface_version_changed::RULES, interface_version_changed::check),
    (message_example_changed::RULES, message_example_changed::check),
];
