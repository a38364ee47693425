//! Tokens can no longer be asked for with a scope.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI, fields};

/// Tokens can no longer be asked for with a scope.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oauth-scope-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Tokens can no longer be asked for with a scope.",
    explanation: "\
        A client that asks for it may be refused (`invalid_scope`), or get a token without it. Where no operation \
        needed the scope, no client needed a token that has it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.29 OAuth Flow Object; RFC 6749, 5.2 Error Response.",
    bad: (
        api!("components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "security: [{oauth: [write]}]"
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
    if !change.is(Element::OAuthFlow, "scopes", Edit::Removed) {
        return None;
    }
    let scope = change.item.as_deref().unwrap_or_default();
    let (severity, why) = if fields::is_needed(context.before.tree, scope) {
        (Severity::PotentiallyBreaking, "a client that asks for it may be refused (`invalid_scope`)")
    } else {
        (Severity::NonBreaking, "no operation needed it")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} no longer has the scope {}", change.place.subject, change.named_item()),
        why,
        "go on to accept requests that name it",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::rules::testing;

    #[test]
    fn a_scope_that_no_operation_needed_breaks_nobody() {
        let before = RULES[0].bad.0.replace("[write]", "[read]");
        let found = testing::only(&RULES[0], &before, RULES[0].bad.1, &Options::default());
        assert_eq!(found.severity, Severity::NonBreaking);
        let found = testing::only(&RULES[0], RULES[0].bad.0, RULES[0].bad.1, &Options::default());
        assert_eq!(found.severity, Severity::PotentiallyBreaking);
    }
}
