//! A response is no longer written in a media type.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A response is no longer written in a media type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "response-media-type-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A response is no longer written in a media type.",
    explanation: "\
        A client that asks for it (`Accept`) gets 406 Not Acceptable or a body that it cannot read.\n\n\
        See the OpenAPI Specification 3.1, 4.8.17 Response Object, `content`; RFC 9110, 15.5.7 406 Not Acceptable.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}, application/xml: {schema: {type: object}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}, application/xml: {schema: {type: object}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "", Edit::Removed) || change.place.role != Role::Response {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is gone", change.place.subject),
        "a client that asks for it gets 406 Not Acceptable, or a body that it cannot read",
        "go on to send it to those who ask for it",
    ))
}
