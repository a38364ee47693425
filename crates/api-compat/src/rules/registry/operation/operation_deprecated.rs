//! An operation is deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// An operation is deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-deprecated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "An operation is deprecated.",
    explanation: "\
        It works as before, and clients are asked to stop using it. Say with `x-sunset` until when it stays.\n\n\
        See the OpenAPI Specification 3.1, 4.8.10 Operation Object; RFC 8594, The Sunset HTTP Header Field.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      x-sunset: 2031-01-31"
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
    if !change.is(Element::Operation, "deprecated", Edit::Added) {
        return None;
    }
    let until = context.sunset(change).map(|day| format!(", until {day}")).unwrap_or_default();
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is deprecated{until}", change.operation()),
        "it works as before, and clients are asked to stop using it",
        if until.is_empty() { "say with `x-sunset` until when it stays" } else { "tell those who use it" },
    ))
}
