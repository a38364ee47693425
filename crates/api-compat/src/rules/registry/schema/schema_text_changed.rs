//! A title, a description or a comment was added, removed or changed.

schema_rule! {
    id: "schema-text-changed",
    judges: ["title", "description", "$comment"] Added | Removed | Changed,
    effect: Informs,
    summary: "A title, a description or a comment was added, removed or changed.",
    explanation: "\
        Texts are for people: no message looks different.\n\n\
        See JSON Schema Validation, 9.1 title and description; JSON Schema Core, 8.3 Comments.",
    bad: (
        r#"{"title": "Pet"}"#,
        r#"{"title": "Animal"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "integer"}"#,
    ),
    message: "`{field}` changed",
}
