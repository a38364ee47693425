//! `maxLength` went down.

schema_rule! {
    id: "max-length-lowered",
    judges: ["maxLength"] Lowered,
    effect: Narrows,
    summary: "`maxLength` went down.",
    explanation: "\
        The length of a text must now be at most something smaller: fewer values are accepted. In a request this \
        refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.3.1 maxLength.",
    bad: (
        r#"{"type": "string", "maxLength": 9}"#,
        r#"{"type": "string", "maxLength": 3}"#,
    ),
    good: (
        r#"{"type": "string", "maxLength": 3}"#,
        r#"{"type": "string", "maxLength": 9}"#,
    ),
    message: "`maxLength` went down from {old} to {new}",
}
