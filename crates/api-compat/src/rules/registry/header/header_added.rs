//! There is a new header.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, fields};

/// There is a new header.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "There is a new header.",
    explanation: "\
        A reader may pass over a header of a response that it does not know. Of what a client writes (the parts of a \
        form) a header that must be there breaks those that do not send it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {description: Calls left., schema: {type: integer}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Header, "", Edit::Added) {
        return None;
    }
    let must = change.place.role == Role::Request && fields::is_required(change.after, context.after.tree);
    let (severity, why) = if must {
        (Severity::Breaking, "messages without it were accepted, and are refused now")
    } else {
        (Severity::Additive, "who does not know it may pass it over")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is new", change.place.subject),
        why,
        "nothing, where it need not be there",
    ))
}
