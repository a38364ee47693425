//! Items are described where anything was accepted.

schema_rule! {
    id: "items-added",
    judges: ["items", "additionalItems"] Added,
    effect: Narrows,
    summary: "Items are described where anything was accepted.",
    explanation: "\
        Items could be anything before. In a request this refuses what old clients send; in a response it only \
        promises more.\n\n\
        See JSON Schema Core, 10.3.1.2 items.",
    bad: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "items": {"type": "string"}}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "items": true}"#,
    ),
    message: "items have to match a schema now",
}
