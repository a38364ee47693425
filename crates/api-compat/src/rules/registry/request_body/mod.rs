//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod request_body_added;
mod request_body_became_optional;
mod request_body_became_required;
mod request_body_removed;
mod required_request_body_added;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (request_body_added::RULES, request_body_added::check),
    (request_body_became_optional::RULES, request_body_became_optional::check),
    (request_body_became_required::RULES, request_body_became_required::check),
    (request_body_removed::RULES, request_body_removed::check),
    (required_request_body_added::RULES, required_request_body_added::check),
];
