//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod webhook_added;
mod webhook_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] =
    &[(webhook_added::RULES, webhook_added::check), (webhook_removed::RULES, webhook_removed::check)];
