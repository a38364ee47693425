//! A response leads to another operation.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A response leads to another operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "link-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A response leads to another operation.",
    explanation: "\
        A link says how what a response holds can be used in another request. Nobody has to follow it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.20 Link Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, links: {next: {operationId: listPets}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, links: {next: {operationId: listPets}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, links: {next: {operationId: listPets, description: The next page.}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Link, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "nobody has to follow it",
        "nothing",
    ))
}
