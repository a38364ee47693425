//! An operation is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// An operation is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "An operation is gone.",
    explanation: "\
        A client that sends the request gets an error. Mark the operation as `deprecated` first, tell until when it \
        stays, and remove it once nobody calls it.\n\n\
        See the OpenAPI Specification, 4.8.9 Path Item Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get: {responses: {'200': {description: ok}}}"
            "    delete: {responses: {'204': {description: gone}}}"),
        api!("paths:"
            "  /pets:"
            "    get: {responses: {'200': {description: ok}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    delete: {responses: {'204': {description: gone}}}"),
        api!("paths:"
            "  /pets:"
            "    delete: {deprecated: true, responses: {'204': {description: gone}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Operation, "", Edit::Removed) {
        return None;
    }
    let operation = change.place.operation.as_deref().unwrap_or(&change.place.subject);
    Some(context.finding(
        &RULES[0],
        change,
        format!("{operation} is gone"),
        "a client that sends this request gets an error",
        "deprecate it first, with a date; remove it once nobody calls it",
    ))
}
