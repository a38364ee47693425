//! A way for clients to say who they are is gone, and another one takes it in.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A way for clients to say who they are is gone, and another one takes it in.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-alternative-replaced",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A way for clients to say who they are is gone, and another one takes it in.",
    explanation: "\
        Who fulfilled it fulfils another requirement, which asks for no more.\n\n\
        See the OpenAPI Specification 3.1, 4.8.30 Security Requirement Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {read: Read., write: Write.}}}}}}"
            "paths:"
            "  /pets:"
            "    get:"
            "      security: [{key: []}, {key: [], oauth: [read]}]"
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
    if !change.is(Element::SecurityRequirement, "", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is no longer stated", change.named_item()),
        "who fulfilled it fulfils another requirement, which asks for no more",
        "nothing",
    ))
}
