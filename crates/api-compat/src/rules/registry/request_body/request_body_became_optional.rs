//! A request may leave out the body that it had to have.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A request may leave out the body that it had to have.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-body-became-optional",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A request may leave out the body that it had to have.",
    explanation: "\
        A request with a body is understood as before. In a webhook or callback the system may leave it out, and a \
        receiver that counts on it breaks.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}"
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
            "      requestBody: {required: false, content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::RequestBody, "required", Edit::Removed) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Breaking, "a receiver that counts on it breaks where it is left out"),
        _ => (Severity::Additive, "a request with a body is understood as before"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        "a request may leave out its body now",
        why,
        "nothing, where clients send it",
    ))
}
