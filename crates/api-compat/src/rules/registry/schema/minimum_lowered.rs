//! `minimum` went down.

schema_rule! {
    id: "minimum-lowered",
    judges: ["minimum"] Lowered,
    effect: Widens,
    summary: "`minimum` went down.",
    explanation: "\
        A number may now be smaller: more values are accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.2.4 minimum and 6.2.5 exclusiveMinimum.",
    bad: (
        r#"{"type": "number", "minimum": 5}"#,
        r#"{"type": "number", "minimum": 1}"#,
    ),
    good: (
        r#"{"type": "number", "minimum": 1}"#,
        r#"{"type": "number", "minimum": 5}"#,
    ),
    message: "`minimum` went down from {old} to {new}",
}
