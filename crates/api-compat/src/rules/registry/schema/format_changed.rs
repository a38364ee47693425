//! `format` changed.

schema_rule! {
    id: "format-changed",
    judges: ["format"] Changed,
    effect: Differs,
    summary: "`format` changed.",
    explanation: "\
        Formats are annotations by the letter of the specification, but generated clients and servers read \
        values by them. Values that only one side accepts break whoever still holds to the other: clients that \
        send them, or clients that get them.\n\n\
        See JSON Schema Validation, 7 Vocabularies for Semantic Content With \"format\".",
    bad: (
        r#"{"type": "string", "format": "date"}"#,
        r#"{"type": "string", "format": "uuid"}"#,
    ),
    good: (
        r#"{"type": "string", "format": "date"}"#,
        r#"{"type": "string", "format": "date"}"#,
    ),
    message: "`format` changed from {old} to {new}",
}
