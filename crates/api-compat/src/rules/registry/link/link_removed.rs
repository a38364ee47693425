//! A response no longer leads to another operation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A response no longer leads to another operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "link-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A response no longer leads to another operation.",
    explanation: "\
        A link says how what a response holds can be used in another request. Clients that follow links by their \
        name no longer find it; no message is different.\n\n\
        See the OpenAPI Specification 3.1, 4.8.20 Link Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, links: {next: {operationId: listPets}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
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
    if !change.is(Element::Link, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is gone", change.place.subject),
        "clients that follow links by their name no longer find it",
        "keep it as long as the operation that it leads to is there",
    ))
}
