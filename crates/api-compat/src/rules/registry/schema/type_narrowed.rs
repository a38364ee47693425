//! Some of the accepted types are accepted no longer.

schema_rule! {
    id: "type-narrowed",
    judges: ["type"] Lowered,
    effect: Narrows,
    summary: "Some of the accepted types are accepted no longer.",
    explanation: "\
        A type was taken out of the list, or `number` became `integer`. In a request this refuses what old \
        clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": ["string", "integer"]}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "integer"}"#,
        r#"{"type": "number"}"#,
    ),
    message: "the type was narrowed from {old} to {new}",
    level: crate::rules::level::forbidden,
}
