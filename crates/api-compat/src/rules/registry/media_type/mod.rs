//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod content_schema_added;
mod content_schema_removed;
mod media_type_generalized;
mod media_type_specialized;
mod request_media_type_added;
mod request_media_type_removed;
mod response_media_type_added;
mod response_media_type_removed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (content_schema_added::RULES, content_schema_added::check),
    (content_schema_removed::RULES, content_schema_removed::check),
    (media_type_generalized::RULES, media_type_generalized::check),
    (media_type_specialized::RULES, media_type_specialized::check),
    (request_media_type_added::RULES, request_media_type_added::check),
    (request_media_type_removed::RULES, request_media_type_removed::check),
    (response_media_type_added::RULES, response_media_type_added::check),
    (response_media_type_removed::RULES, response_media_type_removed::check),
];
