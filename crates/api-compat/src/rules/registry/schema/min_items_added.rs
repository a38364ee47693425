//! `minItems` was added.

schema_rule! {
    id: "min-items-added",
    judges: ["minItems"] Added,
    effect: Narrows,
    summary: "`minItems` was added.",
    explanation: "\
        The number of items had no such bound before: fewer values are accepted. In a request this refuses what \
        old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.2 minItems.",
    bad: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "minItems": 2}"#,
    ),
    good: (
        r#"{"type": "array", "minItems": 2}"#,
        r#"{"type": "array"}"#,
    ),
    message: "`minItems` was added: {new}",
}
