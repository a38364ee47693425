//! A parameter is written otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A parameter is written otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-style-changed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A parameter is written otherwise.",
    explanation: "\
        `style` and `explode` say how a list or an object is written: `ids=1,2` or `ids=1&ids=2`. What a client \
        writes in the old way means something else now, or is refused. A list of one value is written alike in some \
        styles, so it shows only with more.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12.2.2 Parameter Object, `style` and `explode`; 4.8.12.4 Style Examples.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: ids, in: query, schema: {type: array, items: {type: integer}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: ids, in: query, schema: {type: array, items: {type: integer}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: ids, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "style" | "explode" | "collectionFormat");
    if change.element != Element::Parameter || !field {
        return None;
    }
    let why = match change.place.role {
        Role::Response => "a receiver reads it in the old way, and finds something else",
        _ => "what a client writes in the old way means something else now, or is refused",
    };
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` of {} has changed: lists and objects are written otherwise", change.field, change.place.subject),
        why,
        "keep how it is written, or give the new form a parameter of its own",
    ))
}
