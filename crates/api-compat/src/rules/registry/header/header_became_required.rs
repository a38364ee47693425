//! A header that could be missing is always there now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A header that could be missing is always there now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-became-required",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A header that could be missing is always there now.",
    explanation: "\
        A reader gets it every time. Of what a client writes (the parts of a form) messages without it are refused.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {required: true, schema: {type: integer}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {required: true, schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Header, "required", Edit::Added) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Request => (Severity::Breaking, "messages without it were accepted, and are refused now"),
        _ => (Severity::Additive, "a reader gets it every time"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} must be there now", change.place.subject),
        why,
        "nothing, where it is read",
    ))
}
