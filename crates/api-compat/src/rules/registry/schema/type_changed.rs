//! The type changed to another one.

schema_rule! {
    id: "type-changed",
    judges: ["type"] Changed,
    effect: Differs,
    summary: "The type changed to another one.",
    explanation: "\
        No value of the old type that is not of the new one is accepted, and the other way round. Values that \
        only one side accepts break whoever still holds to the other: clients that send them, or clients that \
        get them.\n\n\
        See JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "integer"}"#,
    ),
    good: (
        r#"{"type": "integer"}"#,
        r#"{"type": "number"}"#,
    ),
    message: "the type changed from {old} to {new}",
}
