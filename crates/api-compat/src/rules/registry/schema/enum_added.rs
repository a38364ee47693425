//! Only listed values are accepted.

schema_rule! {
    id: "enum-added",
    judges: ["enum"] Added,
    only: whole,
    effect: Narrows,
    summary: "Only listed values are accepted.",
    explanation: "\
        Any value of the type was accepted before. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Validation, 6.1.2 enum.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "enum": ["cat", "dog"]}"#,
    ),
    good: (
        r#"{"const": "cat"}"#,
        r#"{"enum": ["cat"]}"#,
    ),
    message: "only listed values are accepted now: {new}",
}
