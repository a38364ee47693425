//! A part of a form is written otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI};

/// A part of a form is written otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "encoding-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "A part of a form is written otherwise.",
    explanation: "\
        `encoding` says in which media type and style a property of a form is written. What the other side writes in \
        the old way may be refused or misread.\n\n\
        See the OpenAPI Specification 3.1, 4.8.15 Encoding Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {photo: {type: string}}}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {photo: {type: string}}}, encoding: {photo: {contentType: image/png}}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {photo: {type: string}}}}}}"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    post:"
            "      requestBody: {description: A pet., content: {multipart/form-data: {schema: {type: object, properties: {photo: {type: string}}}}}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let whole =
        change.element == Element::MediaType && matches!(change.field, "encoding" | "prefixEncoding" | "itemEncoding");
    if change.element != Element::Encoding && !whole || change.field.starts_with("x-") {
        return None;
    }
    let field = match change.field {
        "" => "the encoding".to_owned(),
        field => format!("`{field}`"),
    };
    let (severity, why) = match (change.field, change.edit, change.place.role) {
        (_, _, Role::Neither) => (Severity::NonBreaking, "it stands where the specification gives it no meaning"),
        ("contentType", Edit::Raised, Role::Request) | ("contentType", Edit::Lowered, Role::Response) => {
            (Severity::Additive, "what was written is understood")
        }
        _ => (Severity::PotentiallyBreaking, "what is written in the old way may be refused or misread"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{field} of {} has {}", change.place.subject, change.went()),
        why,
        "keep how it is written",
    ))
}
