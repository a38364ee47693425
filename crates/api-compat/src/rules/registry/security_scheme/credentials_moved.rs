//! Credentials are sent elsewhere or in another way.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// Credentials are sent elsewhere or in another way.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "credentials-moved",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Credentials are sent elsewhere or in another way.",
    explanation: "\
        A client sends the key where it was asked for (`name`, `in`), or says who it is by the HTTP scheme that was \
        asked for (`scheme`), and is refused.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Token}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {description: A key., type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "name" | "in" | "scheme");
    if change.element != Element::SecurityScheme || !field {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` of {} has {}", change.field, change.place.subject, context.went(change)),
        "a client sends the credentials as it did, and they are not found",
        "go on to accept them as they were sent; make the new form an alternative",
    ))
}
