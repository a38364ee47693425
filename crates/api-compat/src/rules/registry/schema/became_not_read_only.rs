//! A property is no longer read-only.

schema_rule! {
    id: "became-not-read-only",
    judges: ["readOnly"] Removed,
    effect: Informs,
    summary: "A property is no longer read-only.",
    explanation: "\
        It may be sent in requests now. Where it is also required, requests without it are refused: that is \
        reported besides.\n\n\
        See JSON Schema Validation, 9.4 readOnly and writeOnly; OpenAPI Specification, 4.8.24 Schema Object.",
    bad: (
        r#"{"properties": {"id": {"type": "string", "readOnly": true}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"properties": {"id": {"type": "string", "readOnly": false}}}"#,
        r#"{"properties": {"id": {"type": "string"}}}"#,
    ),
    message: "it is no longer read-only",
}
