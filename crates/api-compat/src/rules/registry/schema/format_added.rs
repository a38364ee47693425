//! `format` was added.

schema_rule! {
    id: "format-added",
    judges: ["format"] Added,
    effect: Narrows,
    summary: "`format` was added.",
    explanation: "\
        Formats are annotations by the letter of the specification, but generated clients and servers read \
        values by them. In a request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 7 Vocabularies for Semantic Content With \"format\".",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "format": "date"}"#,
    ),
    good: (
        r#"{"type": "string", "format": "date"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`format` was added: {new}",
}
