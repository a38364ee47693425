//! An operation is no longer deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// An operation is no longer deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-reinstated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "An operation is no longer deprecated.",
    explanation: "\
        Clients may rely on it again.\n\n\
        See the OpenAPI Specification 3.1, 4.8.10 Operation Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Operation, "deprecated", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is no longer deprecated", change.operation()),
        "clients may rely on it again",
        "nothing",
    ))
}
