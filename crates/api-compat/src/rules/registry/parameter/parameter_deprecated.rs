//! A parameter is deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter is deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-deprecated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A parameter is deprecated.",
    explanation: "\
        It means what it meant, and clients are asked to stop sending it. Say with `x-sunset` until when it stays.\n\n\
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
            "      - {name: limit, in: query, deprecated: true, schema: {type: integer}}"
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
            "      - {name: limit, in: query, description: How many., schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "deprecated", Edit::Added) {
        return None;
    }
    let until = context.sunset(change).map(|day| format!(", until {day}")).unwrap_or_default();
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is deprecated{until}", change.place.subject),
        "it means what it meant, and clients are asked to stop sending it",
        if until.is_empty() { "say with `x-sunset` until when it stays" } else { "tell those who send it" },
    ))
}
