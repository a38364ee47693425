//! A parameter is described by a schema instead of a media type, or the other way round.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// A parameter is described by a schema instead of a media type, or the other way round.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "parameter-serialization-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A parameter is described by a schema instead of a media type, or the other way round.",
    explanation: "\
        With `schema` a value is written in a `style`; with `content` it is written as a document of a media type, \
        for example JSON. A client writes it in the old way.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12.2.3 Parameter Object, `content`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: filter, in: query, schema: {type: object}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: filter, in: query, schema: {type: object}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: filter, in: query, schema: {type: object, description: What to find.}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "content" || !matches!(change.element, Element::Parameter | Element::Header) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is written otherwise: `content` has {}", change.place.subject, change.went()),
        "the other side writes or reads it in the old way",
        "keep how it is written",
    ))
}
