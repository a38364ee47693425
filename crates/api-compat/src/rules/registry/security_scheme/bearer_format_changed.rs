//! Tokens are said to be written otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// Tokens are said to be written otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "bearer-format-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Tokens are said to be written otherwise.",
    explanation: "\
        `bearerFormat` is a hint for people. Where it tells of another kind of token, clients that have one of the \
        old kind may be refused.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object.",
    bad: (
        api!("components: {securitySchemes: {token: {type: http, scheme: bearer, bearerFormat: JWT}}}"
            "security: [{token: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {token: {type: http, scheme: bearer, bearerFormat: opaque}}}"
            "security: [{token: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {token: {type: http, scheme: bearer, bearerFormat: JWT}}}"
            "security: [{token: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {token: {description: A token., type: http, scheme: bearer, bearerFormat: JWT}}}"
            "security: [{token: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::SecurityScheme || change.field != "bearerFormat" {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`bearerFormat` of {} has {}", change.place.subject, change.went()),
        "it is a hint; clients that have a token of the old kind may be refused",
        "go on to accept tokens of the old kind",
    ))
}
