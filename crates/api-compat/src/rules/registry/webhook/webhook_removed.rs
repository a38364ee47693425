//! A webhook is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A webhook is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "webhook-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A webhook is gone.",
    explanation: "\
        A receiver that waits for it waits in vain.\n\n\
        See the OpenAPI Specification 3.1, 4.8.1 OpenAPI Object, `webhooks`.",
    bad: (
        api!("webhooks: {born: {post: {responses: {'200': {description: ok}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("webhooks: {born: {post: {responses: {'200': {description: ok}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("webhooks: {born: {post: {responses: {'200': {description: ok}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Webhook, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the webhook {} is gone", change.named_item()),
        "a receiver that waits for it waits in vain",
        "go on to send it to those who asked for it",
    ))
}
