//! `null` is no longer accepted.

schema_rule! {
    id: "became-not-nullable",
    judges: ["nullable"] Removed,
    effect: Narrows,
    summary: "`null` is no longer accepted.",
    explanation: "\
        The value may no longer be `null`. In a request this refuses what old clients send; in a response it \
        only promises more.\n\n\
        See OpenAPI Specification 3.0.4, 4.7.24 Schema Object, `nullable`; JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": ["string", "null"]}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": ["string", "null"]}"#,
    ),
    message: "`null` is no longer accepted",
}
