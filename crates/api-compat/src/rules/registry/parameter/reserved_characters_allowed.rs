//! A parameter may hold reserved characters as they are.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter may hold reserved characters as they are.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "reserved-characters-allowed",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A parameter may hold reserved characters as they are.",
    explanation: "\
        With `allowReserved` characters such as `/` and `?` may stand in the value without percent-encoding. Encoded \
        ones are understood as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12.2.2 Parameter Object, `allowReserved`.",
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
            "      - {name: limit, in: query, allowReserved: true, schema: {type: integer}}"
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
            "      - {name: limit, in: query, allowReserved: false, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "allowReserved", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("reserved characters may stand in {} as they are", change.place.subject),
        "encoded ones are understood as before",
        "nothing",
    ))
}
