//! Clients no longer have to say who they are.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// Clients no longer have to say who they are.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-requirement-removed",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "Clients no longer have to say who they are.",
    explanation: "\
        A request with credentials is answered as before, and so is one without. Make sure that this is meant.\n\n\
        See the OpenAPI Specification 3.1, 4.8.30 Security Requirement Object.",
    bad: (
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
    if !change.is(Element::SecurityRequirement, "security", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("no credentials are needed any more: {} was", change.named_item()),
        "requests with credentials are answered as before, and so are those without",
        "make sure that everybody may call it",
    ))
}
