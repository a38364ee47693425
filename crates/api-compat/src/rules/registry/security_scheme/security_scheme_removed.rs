//! A security scheme is gone.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A security scheme is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-scheme-removed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A security scheme is gone.",
    explanation: "\
        It says nothing by itself: where it was required is judged there.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, spare: {type: http, scheme: basic}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
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
    if !change.is(Element::SecurityScheme, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is gone", change.place.subject),
        "where it was required is judged there",
        "nothing",
    ))
}
