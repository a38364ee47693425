//! A media type has become a more specific one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A media type has become a more specific one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "media-type-specialized",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A media type has become a more specific one.",
    explanation: "\
        What a client reads is still of a type that it knows. What it writes may be refused: a body of any kind of \
        `application/*` was accepted, and only `application/json` is now.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object, `content`; RFC 9110, 15.5.16 415 Unsupported Media Type; RFC 6838, 4.2.8 Structured Syntax Name Suffixes.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {'application/*': {schema: {type: object}}}}"
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
            "      requestBody: {content: {'application/*': {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "name", Edit::Lowered) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Request => (Severity::Breaking, "bodies of other media types were accepted, and are refused now"),
        _ => (Severity::NonBreaking, "what comes is of a media type that readers know"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is more specific: {}", change.place.subject, change.named_item()),
        why,
        "go on to accept what was accepted",
    ))
}
