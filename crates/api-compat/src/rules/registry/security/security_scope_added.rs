//! Clients need one more scope.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// Clients need one more scope.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-scope-added",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Clients need one more scope.",
    explanation: "\
        A token that was issued without the scope is refused now (403 Forbidden, `insufficient_scope`).\n\n\
        See the OpenAPI Specification 3.1, 4.8.30 Security Requirement Object; RFC 6750, 3.1 Error Codes.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{oauth: [read]}]"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{oauth: [read, write]}]"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{oauth: [read, write]}]"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{oauth: [read]}]"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::SecurityRequirement, "scopes", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the scope {} is needed as well", change.named_item()),
        "a token that was issued without it is refused now (403 Forbidden)",
        "go on to accept tokens without it until all clients ask for it",
    ))
}
