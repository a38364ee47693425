//! A parameter is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, notice};

/// A parameter is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A parameter is gone.",
    explanation: "\
        A client that sends it is refused, or, worse, is answered as if it had not sent it: a filter that no longer \
        filters. The specification leaves open which.\n\n\
        A parameter that was deprecated until a day that has passed (`--today`) goes as announced, and does not \
        count as breaking; before that day it does. In a webhook or callback the receiver misses what it was sent.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
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
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, deprecated: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "", Edit::Removed) {
        return None;
    }
    let (severity, announced) = notice::of(change, context).removal(Severity::PotentiallyBreaking);
    let why = match change.place.role {
        Role::Response => "a receiver that reads it misses it",
        _ => "a client that sends it is refused, or answered as if it had not sent it",
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone", change.place.subject),
        format!("{why}; {announced}"),
        "deprecate it first, and refuse or pass it over only once nobody sends it",
    ))
}
