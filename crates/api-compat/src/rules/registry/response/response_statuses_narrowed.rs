//! Of a range of statuses only some are left.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// Of a range of statuses only some are left.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "response-statuses-narrowed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Of a range of statuses only some are left.",
    explanation: "\
        A client that is ready for the whole range is ready for those that are left. In a webhook or callback it is \
        the receiver that answers: with another status of the range it is no longer understood.\n\n\
        See the OpenAPI Specification 3.1, 4.8.16 Responses Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        2XX: {description: ok}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        2XX: {description: ok}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Response, "", Edit::Lowered) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Request => (Severity::Breaking, "a receiver that answers with another one is no longer understood"),
        _ => (Severity::NonBreaking, "a client that is ready for all of them is ready for those that are left"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone; only some of its statuses are named now", change.place.subject),
        why,
        "nothing, where clients read it",
    ))
}
