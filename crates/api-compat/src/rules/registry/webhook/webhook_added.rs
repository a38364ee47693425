//! There is a new webhook.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is a new webhook.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "webhook-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is a new webhook.",
    explanation: "\
        The system sends it to those who ask for it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.1 OpenAPI Object, `webhooks`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("webhooks: {born: {post: {responses: {'200': {description: ok}}}}}"
            "paths:"
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
    if !change.is(Element::Webhook, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the webhook {} is new", change.named_item()),
        "the system sends it to those who ask for it",
        "nothing",
    ))
}
