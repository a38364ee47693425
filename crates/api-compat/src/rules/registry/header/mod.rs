//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod header_added;
mod header_became_optional;
mod header_became_required;
mod header_deprecated;
mod header_removed;
mod header_style_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (header_added::RULES, header_added::check),
    (header_became_optional::RULES, header_became_optional::check),
    (header_became_required::RULES, header_became_required::check),
    (header_deprecated::RULES, header_deprecated::check),
    (header_removed::RULES, header_removed::check),
    (header_style_changed::RULES, header_style_changed::check),
];
