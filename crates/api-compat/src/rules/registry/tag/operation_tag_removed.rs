//! An operation no longer has a tag.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// An operation no longer has a tag.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-tag-removed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "An operation no longer has a tag.",
    explanation: "\
        Tags group operations for people. Generators of client libraries often name a class after one, so that a \
        program that is generated anew may have to be changed.\n\n\
        See the OpenAPI Specification 3.1, 4.8.10 Operation Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      tags: [pets]"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      tags: [pets]"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      tags: [pets]"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Operation, "tags", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the tag {} is gone", change.named_item()),
        "tags group operations; no message is different",
        "nothing; classes of generated clients may be named after tags",
    ))
}
