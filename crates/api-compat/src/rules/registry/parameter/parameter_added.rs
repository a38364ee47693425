//! There is a new parameter that need not be sent.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI, fields};

/// There is a new parameter that need not be sent.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is a new parameter that need not be sent.",
    explanation: "\
        A request without it means what it meant. In a webhook or callback it is the system that sends it, and a \
        receiver may pass it over.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
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
    if !change.is(Element::Parameter, "", Edit::Added) || fields::is_required(change.after, context.after.tree) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new, and need not be sent", change.place.subject),
        "a request without it means what it meant",
        "nothing",
    ))
}
