//! Reserved characters must be encoded in a parameter.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// Reserved characters must be encoded in a parameter.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "reserved-characters-refused",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Reserved characters must be encoded in a parameter.",
    explanation: "\
        Without `allowReserved` characters such as `/` and `?` must be percent-encoded in the value. A client that \
        sends them as they are may be misread.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12.2.2 Parameter Object, `allowReserved`.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, allowReserved: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, allowReserved: false, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "allowReserved", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("reserved characters must be encoded in {}", change.place.subject),
        "a client that sends them as they are may be misread",
        "go on to accept them as they are",
    ))
}
