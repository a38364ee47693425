//! The system finds the address to call back elsewhere.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The system finds the address to call back elsewhere.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "callback-address-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "The system finds the address to call back elsewhere.",
    explanation: "\
        A key of a callback says where in the request or response the system finds the address that it calls. A \
        client that tells the address in the old place is not called.\n\n\
        See the OpenAPI Specification 3.1, 4.8.18.2 Key Expression.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/url}': {post: {responses: {'200': {description: ok}}}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      callbacks: {born: {'{$request.body#/callback}': {post: {responses: {'200': {description: ok}}}}}}"
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
    if change.element != Element::Callback || change.field != "expression" {
        return None;
    }
    let (severity, why) = if change.edit == Edit::Added {
        (Severity::Additive, "the system calls those who ask for it")
    } else {
        (Severity::PotentiallyBreaking, "a client that tells the address in the old place may not be called")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("where the system finds the address to call has {}: {}", change.went(), change.named_item()),
        why,
        "go on to look for the address in the old place",
    ))
}
