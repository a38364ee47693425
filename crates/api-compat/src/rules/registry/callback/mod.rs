//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod callback_added;
mod callback_address_changed;
mod callback_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (callback_added::RULES, callback_added::check),
    (callback_address_changed::RULES, callback_address_changed::check),
    (callback_removed::RULES, callback_removed::check),
];
