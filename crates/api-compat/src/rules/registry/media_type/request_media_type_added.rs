//! A body may be written in another media type.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A body may be written in another media type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-media-type-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A body may be written in another media type.",
    explanation: "\
        Bodies of the old media types are understood as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object, `content`.",
    bad: (
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
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json; charset=utf-8: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "", Edit::Added) || change.place.role == Role::Response {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "bodies of the other media types are understood as before",
        "nothing",
    ))
}
