//! `multipleOf` was removed.

schema_rule! {
    id: "multiple-of-removed",
    judges: ["multipleOf"] Removed,
    effect: Widens,
    summary: "`multipleOf` was removed.",
    explanation: "\
        Numbers have to be a multiple of it. Without it more is accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.2.1 multipleOf.",
    bad: (
        r#"{"type": "number", "multipleOf": 2}"#,
        r#"{"type": "number"}"#,
    ),
    good: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "multipleOf": 2}"#,
    ),
    message: "`multipleOf` was removed; it was {old}",
}
