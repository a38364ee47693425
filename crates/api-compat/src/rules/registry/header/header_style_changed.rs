//! A header is written otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// A header is written otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-style-changed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A header is written otherwise.",
    explanation: "\
        `style` and `explode` say how a list or an object is written. What reads it in the old way finds something \
        else.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object; 4.8.12.4 Style Examples.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Where: {schema: {type: object}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Where: {explode: true, schema: {type: object}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Ids: {schema: {type: array, items: {type: integer}}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Ids: {style: simple, explode: false, schema: {type: array, items: {type: integer}}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "style" | "explode" | "collectionFormat" | "allowReserved" | "allowEmptyValue");
    if change.element != Element::Header || !field {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` of {} has changed: lists and objects are written otherwise", change.field, change.place.subject),
        "who reads it in the old way finds something else",
        "keep how it is written, or give the new form a header of its own",
    ))
}
