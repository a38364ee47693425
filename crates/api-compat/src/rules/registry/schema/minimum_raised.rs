//! `minimum` went up.

schema_rule! {
    id: "minimum-raised",
    judges: ["minimum"] Raised,
    effect: Narrows,
    summary: "`minimum` went up.",
    explanation: "\
        A number must now be at least something larger: fewer values are accepted. In a request this refuses \
        what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.2.4 minimum and 6.2.5 exclusiveMinimum.",
    bad: (
        r#"{"type": "number", "minimum": 1}"#,
        r#"{"type": "number", "minimum": 5}"#,
    ),
    good: (
        r#"{"type": "number", "minimum": 5}"#,
        r#"{"type": "number", "minimum": 1}"#,
    ),
    message: "`minimum` went up from {old} to {new}",
}
