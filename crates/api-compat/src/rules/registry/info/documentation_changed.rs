//! What the document says to people has changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// What the document says to people has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "documentation-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "What the document says to people has changed.",
    explanation: "\
        Titles, summaries, descriptions, contact, licence, terms of service and links to further reading: no message \
        is different.\n\n\
        See the OpenAPI Specification 3.1, 4.8.2 Info Object, 4.8.10 Operation Object, 4.8.11 External Documentation Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists all pets."
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      operationId: listPets"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      operationId: allPets"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let texts = matches!(change.field, "summary" | "description" | "title" | "termsOfService" | "externalDocs");
    let elements = matches!(change.element, Element::Contact | Element::License | Element::ExternalDocs);
    let named = matches!(
        (change.element, change.field),
        (Element::Info, "" | "contact" | "license") | (Element::Server, "name")
    );
    let known = texts || named || elements && change.field != "x-";
    if !known {
        return None;
    }
    let what = match change.field {
        "" => "a text".to_owned(),
        field => format!("`{field}`"),
    };
    Some(context.finding(
        &RULES[0],
        change,
        format!("{what} of {} {}", change.place.subject, edited(change.edit)),
        "people read it; no message is different",
        "nothing",
    ))
}

fn edited(edit: Edit) -> &'static str {
    match edit {
        Edit::Added => "is new",
        Edit::Removed => "is gone",
        _ => "has changed",
    }
}
