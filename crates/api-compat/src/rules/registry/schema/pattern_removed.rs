//! `pattern` was removed.

schema_rule! {
    id: "pattern-removed",
    judges: ["pattern"] Removed,
    effect: Widens,
    summary: "`pattern` was removed.",
    explanation: "\
        Texts have to match it. Without it more is accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.3.3 pattern.",
    bad: (
        r#"{"type": "string", "pattern": "^a+$"}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "pattern": "^a+$"}"#,
    ),
    message: "`pattern` was removed; it was {old}",
}
