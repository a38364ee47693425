//! More types are accepted.

schema_rule! {
    id: "type-widened",
    judges: ["type"] Raised,
    effect: Widens,
    summary: "More types are accepted.",
    explanation: "\
        A type was added to the list, or `integer` became `number`. In a request this takes more than before; in \
        a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": "integer"}"#,
        r#"{"type": "number"}"#,
    ),
    good: (
        r#"{"type": "number"}"#,
        r#"{"type": "integer"}"#,
    ),
    message: "the type was widened from {old} to {new}",
}
