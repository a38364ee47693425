//! A link leads elsewhere.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// A link leads elsewhere.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "link-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A link leads elsewhere.",
    explanation: "\
        A link says how what a response holds can be used in another request. Clients that follow it now send \
        another request.\n\n\
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
            "      responses:"
            "        '200': {description: ok, links: {next: {operationId: allPets}}}"),
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
    let elsewhere = matches!(change.field, "" | "description" | "summary") || change.field.starts_with("x-");
    if change.element != Element::Link || elsewhere {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` of {} has changed", change.field, change.place.subject),
        "clients that follow it send another request",
        "give what leads elsewhere a name of its own",
    ))
}
