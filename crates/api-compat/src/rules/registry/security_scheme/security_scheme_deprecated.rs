//! A security scheme is deprecated, or no longer deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// A security scheme is deprecated, or no longer deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-scheme-deprecated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A security scheme is deprecated, or no longer deprecated.",
    explanation: "\
        It lets clients in as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object (3.2: `deprecated`).",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {deprecated: true, type: apiKey, in: header, name: X-Key}}}"
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
    if change.element != Element::SecurityScheme || change.field != "deprecated" {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("whether {} is deprecated has changed", change.place.subject),
        "it lets clients in as before",
        "tell those who use it",
    ))
}
