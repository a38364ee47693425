//! `minItems` went up.

schema_rule! {
    id: "min-items-raised",
    judges: ["minItems"] Raised,
    effect: Narrows,
    summary: "`minItems` went up.",
    explanation: "\
        The number of items must now be at least something larger: fewer values are accepted. In a request this \
        refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.2 minItems.",
    bad: (
        r#"{"type": "array", "minItems": 1}"#,
        r#"{"type": "array", "minItems": 2}"#,
    ),
    good: (
        r#"{"type": "array", "minItems": 2}"#,
        r#"{"type": "array", "minItems": 1}"#,
    ),
    message: "`minItems` went up from {old} to {new}",
}
