//! It is no longer marked as deprecated.

schema_rule! {
    id: "schema-reactivated",
    judges: ["deprecated"] Removed,
    effect: Informs,
    summary: "It is no longer marked as deprecated.",
    explanation: "\
        It may be used again.\n\n\
        See JSON Schema Validation, 9.3 deprecated.",
    bad: (
        r#"{"properties": {"id": {"type": "string", "deprecated": true}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string", "deprecated": false}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    message: "it is no longer deprecated",
}
