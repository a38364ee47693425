//! Clients need say in one way fewer who they are.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// Clients need say in one way fewer who they are.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-scheme-removed",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "Clients need say in one way fewer who they are.",
    explanation: "\
        A client that fulfils all of them is let in as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.30 Security Requirement Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{key: [], oauth: [read]}]"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{key: []}]"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{key: []}]"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{key: []}, {oauth: [read]}]"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::SecurityRequirement, "scheme", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is no longer needed", change.named_item()),
        "a client that fulfils it is let in as before",
        "nothing",
    ))
}
