//! `null` is accepted.

schema_rule! {
    id: "became-nullable",
    judges: ["nullable"] Added,
    effect: Widens,
    summary: "`null` is accepted.",
    explanation: "\
        The value may now be `null`. In a request this takes more than before; in a response it brings old \
        clients values that they were promised never to see.\n\n\
        See OpenAPI Specification 3.0.4, 4.7.24 Schema Object, `nullable`; JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": ["string", "null"]}"#,
    ),
    good: (
        r#"{"type": ["string", "null"]}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#,
    ),
    message: "`null` is accepted now",
}
