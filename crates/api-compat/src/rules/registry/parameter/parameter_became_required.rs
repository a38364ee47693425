//! A parameter that need not be sent must be sent now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A parameter that need not be sent must be sent now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-became-required",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A parameter that need not be sent must be sent now.",
    explanation: "\
        A request without it was accepted, and is refused now. Give it a default that means what its absence meant.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
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
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "required", Edit::Added) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Additive, "the system always sends it now"),
        _ => (Severity::Breaking, "a request without it was accepted, and is refused now"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} must be sent now", change.place.subject),
        why,
        "leave it optional, with a default that means what its absence means",
    ))
}
