//! A reusable part of the document is new.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A reusable part of the document is new.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "component-added",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A reusable part of the document is new.",
    explanation: "\
        A member of `components` says nothing by itself: what uses it is judged where it is used. Programs that were \
        generated from the document may have a type for it, and documents of others may refer to it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.7 Components Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "components: {schemas: {Pet: {type: object}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "components: {schemas: {Pet: {type: object}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"
            "components: {schemas: {Pet: {type: object}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Component || change.field == "x-" || change.edit != Edit::Added {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "it says nothing by itself: what uses it is judged where it is used",
        "nothing",
    ))
}
