//! The document is written in another version of the specification.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// The document is written in another version of the specification.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "specification-version-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The document is written in another version of the specification.",
    explanation: "\
        What a client and a server say to each other is the same; what reads the document has to know the version.\n\n\
        See the OpenAPI Specification 3.1, 4.1 Versions.",
    bad: (
        lines!("openapi: 3.0.4"
            "info: {title: Pets, version: '1'}"
            "paths: {}"),
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: '1'}"
            "paths: {}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Document || !matches!(change.field, "openapi" | "swagger") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        "the document is written in another version of the OpenAPI Specification",
        "messages are the same; tools that read the document have to know the version",
        "check that the tools of those who read the document do",
    ))
}
