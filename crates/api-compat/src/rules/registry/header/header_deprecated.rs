//! A header is deprecated, or no longer deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A header is deprecated, or no longer deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-deprecated",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A header is deprecated, or no longer deprecated.",
    explanation: "\
        It is as before; readers are asked to stop using it, or may use it again.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {deprecated: true, schema: {type: integer}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {description: Calls left., schema: {type: integer}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Header || change.field != "deprecated" {
        return None;
    }
    let word = if change.edit == Edit::Added { "deprecated" } else { "no longer deprecated" };
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is {word}", change.place.subject),
        "it is sent as before",
        "tell those who read it",
    ))
}
