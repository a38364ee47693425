//! There is another way to get a token.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is another way to get a token.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oauth-flow-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is another way to get a token.",
    explanation: "\
        Clients that get their token in one of the other ways do so as before.\n\n\
        See the OpenAPI Specification 3.1, 4.8.28 OAuth Flows Object.",
    bad: (
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
    good: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {oauth: {description: A token., type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::OAuthFlow, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} has the flow {} now", change.place.subject, change.named_item()),
        "clients get their tokens as before",
        "nothing",
    ))
}
