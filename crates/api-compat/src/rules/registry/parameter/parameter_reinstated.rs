//! A parameter is no longer deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter is no longer deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-reinstated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A parameter is no longer deprecated.",
    explanation: "\
        Clients may rely on it again.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, deprecated: true, schema: {type: integer}}"
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
            "      - {name: limit, in: query, deprecated: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "deprecated", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is no longer deprecated", change.place.subject),
        "clients may rely on it again",
        "nothing",
    ))
}
