//! `contains` was added.

schema_rule! {
    id: "contains-added",
    judges: ["contains"] Added,
    effect: Narrows,
    summary: "`contains` was added.",
    explanation: "\
        At least one item has to match it. In a request this refuses what old clients send; in a response it \
        only promises more.\n\n\
        See JSON Schema Core, 10.3.1.3 contains.",
    bad: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "contains": {"type": "string"}}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        r#"{"type": "array"}"#,
    ),
    message: "what arrays have to contain (`contains`) was added",
}
