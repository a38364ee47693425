//! Values are no longer taken from a list.

schema_rule! {
    id: "enum-removed",
    judges: ["enum"] Removed,
    only: whole,
    effect: Widens,
    summary: "Values are no longer taken from a list.",
    explanation: "\
        Any value of the type is accepted now. In a request this takes more than before; in a response it brings \
        old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.1.2 enum.",
    bad: (
        r#"{"type": "string", "enum": ["cat", "dog"]}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"enum": ["cat"]}"#,
        r#"{"const": "cat"}"#,
    ),
    message: "values are no longer taken from the list {old}",
}
