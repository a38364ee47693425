//! What is said of a tag has changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// What is said of a tag has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "tag-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "What is said of a tag has changed.",
    explanation: "\
        A tag that comes, goes or is described otherwise changes how operations are grouped for people.\n\n\
        See the OpenAPI Specification 3.1, 4.8.22 Tag Object.",
    bad: (
        api!("tags: [{name: pets}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("tags: [{name: pets}, {name: toys}]"
            "paths:"
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
            "      tags: [toys]"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let elsewhere = matches!(change.field, "summary" | "description" | "externalDocs");
    if change.element != Element::Tag || elsewhere || change.field.starts_with("x-") {
        return None;
    }
    let past = match change.edit {
        Edit::Added => "is described now",
        Edit::Removed => "is no longer described",
        _ => "is described otherwise",
    };
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} {past}", change.place.subject),
        "tags group operations for people",
        "nothing",
    ))
}
