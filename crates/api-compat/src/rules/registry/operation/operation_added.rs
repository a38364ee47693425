//! There is a new operation.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is a new operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is a new operation.",
    explanation: "\
        Nobody has to use it. A server must have it before a client that uses it is deployed.\n\n\
        See the OpenAPI Specification 3.1, 4.8.9 Path Item Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "    delete: {responses: {'204': {description: gone}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "    delete: {responses: {'204': {description: gone}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "    delete: {summary: Removes all pets., responses: {'204': {description: gone}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Operation, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.operation()),
        "nobody has to use it",
        "nothing; deploy the server before the clients that use it",
    ))
}
