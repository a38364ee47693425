//! A header that was always there can be missing.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A header that was always there can be missing.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-became-optional",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A header that was always there can be missing.",
    explanation: "\
        A client that counts on it breaks where it is missing.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object.",
    bad: (
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
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Header, "required", Edit::Removed) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Request => (Severity::Additive, "messages that have it are understood as before"),
        _ => (Severity::Breaking, "a reader that counts on it breaks where it is missing"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} need not be there any more", change.place.subject),
        why,
        "go on to send it every time",
    ))
}
