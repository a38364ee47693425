//! Properties that are not declared have to match a schema.

schema_rule! {
    id: "additional-properties-restricted",
    judges: ["additionalProperties"] Added,
    effect: Narrows,
    summary: "Properties that are not declared have to match a schema.",
    explanation: "\
        They could be anything before. In a request this refuses what old clients send; in a response it only \
        promises more.\n\n\
        See JSON Schema Core, 10.3.2.3 additionalProperties.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
    ),
    good: (
        r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
        r#"{"type": "object"}"#,
    ),
    message: "properties that are not declared have to match a schema now",
}
