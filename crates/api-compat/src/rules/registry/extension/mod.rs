//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod extension_field_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[(extension_field_changed::RULES, extension_field_changed::check)];
