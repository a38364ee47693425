//! An example has changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// An example has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-example-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "An example has changed.",
    explanation: "\
        Examples show what messages look like. They demand nothing of a message.\n\n\
        See the OpenAPI Specification 3.1, 4.8.19 Example Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, example: 10, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, example: 20, schema: {type: integer}}"
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
    let said_of_it = matches!(change.field, "summary" | "description" | "x-");
    let example = change.element == Element::Example && !said_of_it;
    let of_a_message = change.element != Element::Component && matches!(change.field, "example" | "examples");
    if !example && !of_a_message {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("an example of {} has changed", change.place.subject),
        "examples demand nothing of a message",
        "nothing",
    ))
}
