//! It is marked as deprecated.

schema_rule! {
    id: "schema-deprecated",
    judges: ["deprecated"] Added,
    effect: Informs,
    summary: "It is marked as deprecated.",
    explanation: "\
        It still works, and should no longer be used: it may be removed.\n\n\
        See JSON Schema Validation, 9.3 deprecated.",
    bad: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "deprecated": true}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "deprecated": false}}}"#,
    ),
    message: "it is deprecated now",
}
