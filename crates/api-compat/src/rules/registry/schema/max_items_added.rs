//! `maxItems` was added.

schema_rule! {
    id: "max-items-added",
    judges: ["maxItems"] Added,
    effect: Narrows,
    summary: "`maxItems` was added.",
    explanation: "\
        The number of items had no such bound before: fewer values are accepted. In a request this refuses what \
        old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.1 maxItems.",
    bad: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "maxItems": 2}"#,
    ),
    good: (
        r#"{"type": "array", "maxItems": 2}"#,
        r#"{"type": "array"}"#,
    ),
    message: "`maxItems` was added: {new}",
}
