//! A property is no longer write-only.

schema_rule! {
    id: "became-not-write-only",
    judges: ["writeOnly"] Removed,
    effect: Informs,
    summary: "A property is no longer write-only.",
    explanation: "\
        Responses may hold it now.\n\n\
        See JSON Schema Validation, 9.4 readOnly and writeOnly; OpenAPI Specification, 4.8.24 Schema Object.",
    bad: (
        r#"{"properties": {"id": {"type": "string", "writeOnly": true}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string", "writeOnly": false}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    message: "it is no longer write-only",
}
