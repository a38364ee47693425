//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod default_security_changed;
mod required_scheme_added;
mod required_scheme_removed;
mod security_alternative_added;
mod security_alternative_removed;
mod security_alternative_replaced;
mod security_requirement_added;
mod security_requirement_removed;
mod security_scope_added;
mod security_scope_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (default_security_changed::RULES, default_security_changed::check),
    (required_scheme_added::RULES, required_scheme_added::check),
    (required_scheme_removed::RULES, required_scheme_removed::check),
    (security_alternative_added::RULES, security_alternative_added::check),
    (security_alternative_removed::RULES, security_alternative_removed::check),
    (security_alternative_replaced::RULES, security_alternative_replaced::check),
    (security_requirement_added::RULES, security_requirement_added::check),
    (security_requirement_removed::RULES, security_requirement_removed::check),
    (security_scope_added::RULES, security_scope_added::check),
    (security_scope_removed::RULES, security_scope_removed::check),
];
