//! A way to get a token is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A way to get a token is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oauth-flow-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A way to get a token is gone.",
    explanation: "\
        A client that gets its token in this way gets none.\n\n\
        See the OpenAPI Specification 3.1, 4.8.28 OAuth Flows Object.",
    bad: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://example.org/ask', scopes: {read: Read.}}, clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://example.org/ask', scopes: {read: Read.}}, clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::OAuthFlow, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} no longer has the flow {}", change.place.subject, change.named_item()),
        "a client that gets its token in this way gets none",
        "go on to issue tokens in this way",
    ))
}
