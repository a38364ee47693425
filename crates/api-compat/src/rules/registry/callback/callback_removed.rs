//! The system no longer calls the client back.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The system no longer calls the client back.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "callback-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "The system no longer calls the client back.",
    explanation: "\
        A client that waits for the call waits in vain.\n\n\
        See the OpenAPI Specification 3.1, 4.8.18 Callback Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
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
    if !change.is(Element::Callback, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the callback {} is gone", change.named_item()),
        "a client that waits for the call waits in vain",
        "go on to call those who asked for it",
    ))
}
