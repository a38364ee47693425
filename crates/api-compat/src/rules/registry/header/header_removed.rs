//! A header is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, fields};

/// A header is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "header-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A header is gone.",
    explanation: "\
        A client that counts on a header that was always there breaks. Where the header was optional, a client has \
        to be ready for its absence, and still may depend on it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.21 Header Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {required: true, schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {required: true, schema: {type: integer}}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok, headers: {X-Rate: {description: Calls left., required: true, schema: {type: integer}}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Header, "", Edit::Removed) {
        return None;
    }
    let required = fields::is_required(change.before, context.before.tree);
    let (severity, why) = match (change.place.role, required) {
        (Role::Request, _) => (Severity::PotentiallyBreaking, "what is sent in it is passed over or refused"),
        (_, true) => (Severity::Breaking, "a reader that counts on it breaks: it was always there"),
        (_, false) => (Severity::PotentiallyBreaking, "it could be missing before, and is always missing now"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone", change.place.subject),
        why,
        "go on to send it, deprecated",
    ))
}
