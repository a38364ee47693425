//! A scope is described otherwise.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A scope is described otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oauth-scope-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A scope is described otherwise.",
    explanation: "\
        People read the description when they are asked whether to grant the scope.\n\n\
        See the OpenAPI Specification 3.1, 4.8.29 OAuth Flow Object.",
    bad: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: To read.}}}}}}"
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
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::OAuthFlow, "scopes", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} describes the scope {} otherwise", change.place.subject, change.named_item()),
        "people read it; tokens are as before",
        "nothing",
    ))
}
