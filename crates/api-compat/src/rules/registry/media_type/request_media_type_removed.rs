//! A body may no longer be written in a media type.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A body may no longer be written in a media type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-media-type-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A body may no longer be written in a media type.",
    explanation: "\
        A client that writes bodies of this media type is refused (415 Unsupported Media Type).\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object, `content`; RFC 9110, 15.5.16 415 Unsupported Media Type.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}, application/xml: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}, application/xml: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "", Edit::Removed) || change.place.role == Role::Response {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is gone", change.place.subject),
        "bodies of this media type were accepted, and are refused now (415 Unsupported Media Type)",
        "go on to accept it",
    ))
}
