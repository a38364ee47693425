//! `pattern` changed.

schema_rule! {
    id: "pattern-changed",
    judges: ["pattern"] Changed,
    effect: Differs,
    summary: "`pattern` changed.",
    explanation: "\
        Texts have to match it. Values that only one side accepts break whoever still holds to the other: \
        clients that send them, or clients that get them.\n\n\
        See JSON Schema Validation, 6.3.3 pattern.",
    bad: (
        r#"{"type": "string", "pattern": "^a+$"}"#,
        r#"{"type": "string", "pattern": "^b+$"}"#,
    ),
    good: (
        r#"{"type": "string", "pattern": "^a+$"}"#,
        r#"{"type": "string", "pattern": "^a+$"}"#,
    ),
    message: "`pattern` changed from {old} to {new}",
}
