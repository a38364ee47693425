//! A parameter that had to be sent need not be sent any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A parameter that had to be sent need not be sent any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-became-optional",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A parameter that had to be sent need not be sent any more.",
    explanation: "\
        A client that sends it is understood as before. In a webhook or callback the system may leave it out, and a \
        receiver that counts on it breaks.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, required: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, required: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "required", Edit::Removed) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Breaking, "a receiver that counts on it breaks where it is left out"),
        _ => (Severity::Additive, "a client that sends it is understood as before"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} need not be sent any more", change.place.subject),
        why,
        "nothing, where clients send it",
    ))
}
