//! A parameter may no longer be sent without a value.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter may no longer be sent without a value.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "empty-value-refused",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A parameter may no longer be sent without a value.",
    explanation: "\
        With `allowEmptyValue` a parameter of the query may stand without a value: `?verbose`. Such a request was \
        accepted, and is refused now.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12.2.2 Parameter Object, `allowEmptyValue`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, allowEmptyValue: true, schema: {type: integer}}"
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
            "      - {name: limit, in: query, allowEmptyValue: false, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "allowEmptyValue", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} may no longer be sent without a value", change.place.subject),
        "a request that has it without a value was accepted, and is refused now",
        "go on to accept it without a value",
    ))
}
