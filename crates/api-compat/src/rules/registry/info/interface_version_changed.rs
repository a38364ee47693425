//! The document states another version of the interface.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// The document states another version of the interface.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "interface-version-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The document states another version of the interface.",
    explanation: "\
        `info.version` is what the publisher calls this state of the interface. Whether it is raised as far as the \
        changes demand is another question.\n\n\
        See the OpenAPI Specification 3.1, 4.8.2 Info Object.",
    bad: (
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: '1.0.0'}"
            "paths: {}"),
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: '1.0.1'}"
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
    if change.element != Element::Info || change.field != "version" {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the version of the interface was {} and is {}", context.old_value(change), context.new_value(change)),
        "it names this state of the interface, and changes nothing of it",
        "nothing",
    ))
}
