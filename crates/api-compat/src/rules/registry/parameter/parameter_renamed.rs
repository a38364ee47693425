//! A parameter of the path has another name.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter of the path has another name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-renamed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A parameter of the path has another name.",
    explanation: "\
        What stands in the path of a request is the value, not the name. Generators of client libraries name an \
        argument after it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object, 4.8.8.2 Path Templating Matching.",
    bad: (
        api!("paths:"
            "  /pets/{id}:"
            "    get:"
            "      parameters:"
            "      - {name: id, in: path, required: true, schema: {type: string}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets/{pet}:"
            "    get:"
            "      parameters:"
            "      - {name: pet, in: path, required: true, schema: {type: string}}"
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
            "      - {name: count, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "name", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the parameter was called {} and is called {}", context.old_value(change), context.new_value(change)),
        "the path of a request holds its value, not its name",
        "nothing; arguments of generated clients are named after it",
    ))
}
