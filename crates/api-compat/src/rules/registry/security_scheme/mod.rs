//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod bearer_format_changed;
mod credentials_moved;
mod oauth_flow_added;
mod oauth_flow_removed;
mod oauth_scope_added;
mod oauth_scope_changed;
mod oauth_scope_removed;
mod security_address_changed;
mod security_scheme_added;
mod security_scheme_deprecated;
mod security_scheme_removed;
mod security_scheme_type_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (bearer_format_changed::RULES, bearer_format_changed::check),
    (credentials_moved::RULES, credentials_moved::check),
    (oauth_flow_added::RULES, oauth_flow_added::check),
    (oauth_flow_removed::RULES, oauth_flow_removed::check),
    (oauth_scope_added::RULES, oauth_scope_added::check),
    (oauth_scope_changed::RULES, oauth_scope_changed::check),
    (oauth_scope_removed::RULES, oauth_scope_removed::check),
    (security_address_changed::RULES, security_address_changed::check),
    (security_scheme_added::RULES, security_scheme_added::check),
    (security_scheme_deprecated::RULES, security_scheme_deprecated::check),
    (security_scheme_removed::RULES, security_scheme_removed::check),
    (security_scheme_type_changed::RULES, security_scheme_type_changed::check),
];
