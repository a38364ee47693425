//! A request has no body any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A request has no body any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-body-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A request has no body any more.",
    explanation: "\
        A client that sends one is refused, or, worse, what it sends is passed over. The specification leaves open \
        which. In a webhook or callback the receiver misses what it was sent.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
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
            "      requestBody: {description: A pet., content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::RequestBody, "", Edit::Removed) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Breaking, "a receiver that reads it misses it"),
        _ => (Severity::PotentiallyBreaking, "what a client sends is refused or passed over"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        "the request body is gone",
        why,
        "go on to read it, or give the new form an operation of its own",
    ))
}
