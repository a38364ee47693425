//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod component_added;
mod component_changed;
mod component_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (component_added::RULES, component_added::check),
    (component_changed::RULES, component_changed::check),
    (component_removed::RULES, component_removed::check),
];
