//! Properties that are not declared are forbidden.

schema_rule! {
    id: "additional-properties-forbidden",
    judges: ["additionalProperties"] Lowered,
    effect: Narrows,
    summary: "Properties that are not declared are forbidden.",
    explanation: "\
        Objects with other properties were accepted. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Core, 10.3.2.3 additionalProperties.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "additionalProperties": false}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "additionalProperties": true}"#,
    ),
    message: "properties that are not declared are forbidden now",
}
