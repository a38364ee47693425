//! A request may have a body now.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI, fields};

/// A request may have a body now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "request-body-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A request may have a body now.",
    explanation: "\
        A request without a body is understood as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.13 Request Body Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
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
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::RequestBody, "", Edit::Added) || fields::is_required(change.after, context.after.tree) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        "there may be a request body now",
        "a request without one is understood as before",
        "nothing",
    ))
}
