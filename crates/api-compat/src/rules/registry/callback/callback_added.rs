//! The system may call the client back.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The system may call the client back.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "callback-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The system may call the client back.",
    explanation: "\
        It calls those who ask for it. The requests that it sends are described as a path of their own.\n\n\
        See the OpenAPI Specification 3.1, 4.8.18 Callback Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}"
            "      summary: Adds a pet."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Callback, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the callback {} is new", change.named_item()),
        "the system calls those who ask for it",
        "nothing",
    ))
}
