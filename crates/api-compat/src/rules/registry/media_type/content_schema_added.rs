//! A body, parameter or header that could be anything has a schema now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A body, parameter or header that could be anything has a schema now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "content-schema-added",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A body, parameter or header that could be anything has a schema now.",
    explanation: "\
        What a client sends must fit the schema, and bodies that do not were accepted before. What a client reads \
        says more than before, and breaks nobody.\n\n\
        See the OpenAPI Specification 3.1, 4.8.14 Media Type Object, `schema`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {application/json: {schema: {}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "schema" | "itemSchema");
    let element = matches!(change.element, Element::MediaType | Element::Parameter | Element::Header);
    if !element || !field || change.edit != Edit::Added {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Additive, "a reader knows more of it than before"),
        _ => (Severity::Breaking, "anything was accepted, and what does not fit the schema is refused now"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} has a schema now", change.place.subject),
        why,
        "let the schema accept all that was accepted",
    ))
}
