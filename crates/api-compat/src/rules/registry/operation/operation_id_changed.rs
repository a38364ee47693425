//! The `operationId` of an operation has changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The `operationId` of an operation has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-id-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The `operationId` of an operation has changed.",
    explanation: "\
        No request and no response is different. Generators of client libraries name a function after it, so that a \
        program that is generated anew may have to be changed, and links of other documents may refer to it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.10 Operation Object.",
    bad: (
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
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      operationId: listPets"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      operationId: listPets"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Operation || change.field != "operationId" {
        return None;
    }
    let message = match change.edit {
        Edit::Added => format!("{} has an `operationId` now", change.operation()),
        Edit::Removed => format!("{} no longer has an `operationId`", change.operation()),
        _ => format!("the `operationId` was {} and is {}", context.old_value(change), context.new_value(change)),
    };
    Some(context.finding(
        &RULES[0],
        change,
        message,
        "messages are the same; functions of generated clients are named after it",
        "keep it where clients are generated from the document",
    ))
}
