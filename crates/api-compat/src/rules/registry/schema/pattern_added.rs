//! `pattern` was added.

schema_rule! {
    id: "pattern-added",
    judges: ["pattern"] Added,
    effect: Narrows,
    summary: "`pattern` was added.",
    explanation: "\
        Texts have to match it. In a request this refuses what old clients send; in a response it only promises \
        more.\n\n\
        See JSON Schema Validation, 6.3.3 pattern.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "pattern": "^a+$"}"#,
    ),
    good: (
        r#"{"type": "string", "pattern": "^a+$"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`pattern` was added: {new}",
}
