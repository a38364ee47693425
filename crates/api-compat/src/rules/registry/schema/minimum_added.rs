//! `minimum` was added.

schema_rule! {
    id: "minimum-added",
    judges: ["minimum"] Added,
    effect: Narrows,
    summary: "`minimum` was added.",
    explanation: "\
        A number had no such bound before: fewer values are accepted. In a request this refuses what old clients \
        send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.2.4 minimum and 6.2.5 exclusiveMinimum.",
    bad: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "minimum": 5}"#,
    ),
    good: (
        r#"{"type": "number", "minimum": 5}"#,
        r#"{"type": "number"}"#,
    ),
    message: "`minimum` was added: {new}",
}
