//! A request must have a body now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, fields};

/// A request must have a body now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-request-body-added",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A request must have a body now.",
    explanation: "\
        A client that does not know it sends requests without a body, and they are refused. In a webhook or callback \
        it is the system that sends it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
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
    if !change.is(Element::RequestBody, "", Edit::Added) || !fields::is_required(change.after, context.after.tree) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Additive, "the system sends it, and a receiver may pass it over"),
        _ => (Severity::Breaking, "a request without one was accepted, and is refused now"),
    };
    Some(context.graded(&RULES[0], change, severity, "a request must have a body now", why, "make it optional"))
}
