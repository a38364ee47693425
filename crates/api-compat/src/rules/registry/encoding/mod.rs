//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod encoding_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[(encoding_changed::RULES, encoding_changed::check)];
