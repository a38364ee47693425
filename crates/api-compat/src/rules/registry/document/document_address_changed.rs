//! The document states another address of its own.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// The document states another address of its own.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "document-address-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The document states another address of its own.",
    explanation: "\
        References in the document are resolved against it. What they lead to is compared where they stand.\n\n\
        See the OpenAPI Specification 3.1, 4.8.1 OpenAPI Object (3.2: `$self`).",
    bad: (
        api!("$self: https://example.org/a"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("$self: https://example.org/b"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
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
    if change.element != Element::Document || change.field != "$self" {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        "the document states another address of its own",
        "what references lead to is compared where they stand",
        "nothing, where the document is served at that address",
    ))
}
