//! `minimum` was removed.

schema_rule! {
    id: "minimum-removed",
    judges: ["minimum"] Removed,
    effect: Widens,
    summary: "`minimum` was removed.",
    explanation: "\
        A number is no longer bounded: more values are accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.2.4 minimum and 6.2.5 exclusiveMinimum.",
    bad: (
        r#"{"type": "number", "minimum": 5}"#,
        r#"{"type": "number"}"#,
    ),
    good: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "minimum": 5}"#,
    ),
    message: "`minimum` was removed; it was {old}",
}
