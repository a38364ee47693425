//! `maxItems` went down.

schema_rule! {
    id: "max-items-lowered",
    judges: ["maxItems"] Lowered,
    effect: Narrows,
    summary: "`maxItems` went down.",
    explanation: "\
        The number of items must now be at most something smaller: fewer values are accepted. In a request this \
        refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.1 maxItems.",
    bad: (
        r#"{"type": "array", "maxItems": 4}"#,
        r#"{"type": "array", "maxItems": 2}"#,
    ),
    good: (
        r#"{"type": "array", "maxItems": 2}"#,
        r#"{"type": "array", "maxItems": 4}"#,
    ),
    message: "`maxItems` went down from {old} to {new}",
}
