//! A property became read-only.

schema_rule! {
    id: "became-read-only",
    judges: ["readOnly"] Added,
    effect: Informs,
    summary: "A property became read-only.",
    explanation: "\
        It should no longer be sent in requests, and a service may pass over it or refuse it there; responses \
        hold it as before.\n\n\
        See JSON Schema Validation, 9.4 readOnly and writeOnly; OpenAPI Specification, 4.8.24 Schema Object.",
    bad: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "readOnly": true}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string"}}}"#,
        r#"{"properties": {"id": {"type": "string", "readOnly": false}}}"#,
    ),
    message: "it is read-only now",
}
