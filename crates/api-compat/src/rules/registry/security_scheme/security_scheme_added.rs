//! There is a new security scheme.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is a new security scheme.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "security-scheme-added",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is a new security scheme.",
    explanation: "\
        It says nothing by itself: where it is required is judged there.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, spare: {type: http, scheme: basic}}}"
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
    if !change.is(Element::SecurityScheme, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "where it is required is judged there",
        "nothing",
    ))
}
