//! `format` was removed.

schema_rule! {
    id: "format-removed",
    judges: ["format"] Removed,
    effect: Widens,
    summary: "`format` was removed.",
    explanation: "\
        Formats are annotations by the letter of the specification, but generated clients and servers read \
        values by them. Without it more is accepted. In a request this takes more than before; in a response it \
        brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 7 Vocabularies for Semantic Content With \"format\".",
    bad: (
        r#"{"type": "string", "format": "date"}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "format": "date"}"#,
    ),
    message: "`format` was removed; it was {old}",
}
