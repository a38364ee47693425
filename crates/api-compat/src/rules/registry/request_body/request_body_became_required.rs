//! A request must have the body that it could leave out.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A request must have the body that it could leave out.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-body-became-required",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A request must have the body that it could leave out.",
    explanation: "\
        A request without a body was accepted, and is refused now.\n\n\
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
            "      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}"
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
            "      requestBody: {required: false, content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::RequestBody, "required", Edit::Added) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Additive, "the system always sends it now"),
        _ => (Severity::Breaking, "a request without one was accepted, and is refused now"),
    };
    Some(context.graded(&RULES[0], change, severity, "a request must have a body now", why, "leave it optional"))
}
