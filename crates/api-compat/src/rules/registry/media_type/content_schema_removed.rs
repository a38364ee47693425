//! A body, parameter or header that had a schema can be anything now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A body, parameter or header that had a schema can be anything now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "content-schema-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A body, parameter or header that had a schema can be anything now.",
    explanation: "\
        What a client sends is accepted as before. What it reads is no longer promised to fit the schema that it was \
        written against.\n\n\
        See the OpenAPI Specification 3.1, 4.8.14 Media Type Object, `schema`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {description: A pet., content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "schema" | "itemSchema");
    let element = matches!(change.element, Element::MediaType | Element::Parameter | Element::Header);
    if !element || !field || change.edit != Edit::Removed {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::PotentiallyBreaking, "a reader is no longer promised what it was written against"),
        _ => (Severity::Additive, "what was accepted is accepted"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} has no schema any more", change.place.subject),
        why,
        "keep the schema of what is sent",
    ))
}
