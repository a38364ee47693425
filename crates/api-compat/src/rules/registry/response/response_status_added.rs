//! There is a response with another status.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// There is a response with another status.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "response-status-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "There is a response with another status.",
    explanation: "\
        A document need not name every status, so a client has to be ready for others. In a webhook or callback it \
        is the receiver that answers, and may answer so now.\n\n\
        See the OpenAPI Specification 3.1, 4.8.16 Responses Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"
            "        '404': {description: no such pet}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: all pets}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Response, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "a document need not name every status, so a client has to be ready for others",
        "nothing",
    ))
}
