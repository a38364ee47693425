//! A response may be written in another media type.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A response may be written in another media type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "response-media-type-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A response may be written in another media type.",
    explanation: "\
        A client that asks for the media type that it knows (`Accept`) gets it as before. One that does not ask may \
        get the new one.\n\n\
        See the OpenAPI Specification 3.1, 4.8.17 Response Object, `content`; RFC 9110, 12.5.1 Accept.",
    bad: (
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
            "        '200': {description: ok, content: {application/json; charset=utf-8: {schema: {type: object}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "", Edit::Added) || change.place.role != Role::Response {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "a client that asks for the media type that it knows gets it as before",
        "send it only to clients that ask for it",
    ))
}
