//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod path_added;
mod path_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] =
    &[(path_added::RULES, path_added::check), (path_removed::RULES, path_removed::check)];
