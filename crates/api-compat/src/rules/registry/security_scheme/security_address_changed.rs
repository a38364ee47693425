//! Credentials are asked for at another address.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// Credentials are asked for at another address.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-address-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Credentials are asked for at another address.",
    explanation: "\
        Clients that have the old address built in go on to ask there, for authorization, for tokens or for what \
        OpenID Connect publishes. Whether somebody still answers is not known from the document. An address that was \
        not stated before breaks nobody.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object; 4.8.29 OAuth Flow Object.",
    bad: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read.}}}}}}"
            "security: [{oauth: [read]}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://login.example.org/token', scopes: {read: Read.}}}}}}"
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
    let elements = matches!(change.element, Element::SecurityScheme | Element::OAuthFlow);
    if !elements || !change.field.ends_with("Url") {
        return None;
    }
    let (severity, why) = match change.edit {
        Edit::Added => (Severity::NonBreaking, "no address was stated before"),
        _ => (Severity::PotentiallyBreaking, "clients that have the old address go on to ask there"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("`{}` of {} has {}", change.field, change.place.subject, change.went()),
        why,
        "go on to answer at the old address",
    ))
}
