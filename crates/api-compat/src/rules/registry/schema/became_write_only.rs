//! A property became write-only.

schema_rule! {
    id: "became-write-only",
    judges: ["writeOnly"] Added,
    effect: Informs,
    summary: "A property became write-only.",
    explanation: "\
        Responses no longer hold it. Where it was required, that breaks readers, and is reported besides.\n\n\
        See JSON Schema Validation, 9.4 readOnly and writeOnly; OpenAPI Specification, 4.8.24 Schema Object.",
    bad: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "writeOnly": true}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "writeOnly": false}}}"#,
    ),
    message: "it is write-only now",
}
