//! A media type has become a range or a more general type.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A media type has become a range or a more general type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "media-type-generalized",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A media type has become a range or a more general type.",
    explanation: "\
        A client may write more than before, which breaks nobody. What it reads may be of a media type that it does \
        not know: `application/*` where it was `application/json`, JSON of any kind where it was a problem.\n\n\
        See the OpenAPI Specification 3.1, 4.8.17 Response Object, `content`; RFC 9110, 12.5.1 Accept; RFC 6838, 4.2.8 Structured Syntax Name Suffixes.",
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
            "        '200': {description: ok, content: {'application/*': {schema: {type: object}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {'application/*': {schema: {type: object}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, content: {application/json: {schema: {type: object}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::MediaType, "name", Edit::Raised) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Request => (Severity::Additive, "what was accepted is accepted"),
        _ => (Severity::Breaking, "a reader may get a media type that it does not know"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is more general: {}", change.place.subject, change.named_item()),
        why,
        "keep the media type that readers know",
    ))
}
