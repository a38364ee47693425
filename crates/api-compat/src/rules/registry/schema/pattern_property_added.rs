//! `patternProperties` was added.

schema_rule! {
    id: "pattern-property-added",
    judges: ["patternProperties"] Added,
    effect: Narrows,
    summary: "`patternProperties` was added.",
    explanation: "\
        Properties whose name matches the pattern have to match its schema. In a request this refuses what old \
        clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 10.3.2.2 patternProperties.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "patternProperties": {"^x-": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"type": "object", "patternProperties": {"^x-": {"type": "string"}}}"#,
        r#"{"type": "object"}"#,
    ),
    message: "the schema of properties that match `{item}` was added",
}
