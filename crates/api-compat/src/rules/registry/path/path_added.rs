//! There is a new path.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is a new path.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "path-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "There is a new path.",
    explanation: "\
        Nobody has to use it. Where a template of the old document stood for the same path, requests that it \
        answered are answered here now: a path without parameters goes before a template.\n\n\
        See the OpenAPI Specification 3.1, 4.8.8.2 Path Templating Matching.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "  /toys:"
            "    get: {responses: {'200': {description: ok}}}"),
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
    if !change.is(Element::Path, "", Edit::Added) {
        return None;
    }
    let why = match &change.item {
        Some(template) => format!("nobody has to use it; requests that `{template}` answered come here now"),
        None => "nobody has to use it".to_owned(),
    };
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new, with its path", change.operation()),
        why,
        "nothing; deploy the server before the clients that use it",
    ))
}
