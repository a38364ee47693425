//! Properties that are not declared no longer have to match a schema.

schema_rule! {
    id: "additional-properties-unrestricted",
    judges: ["additionalProperties"] Removed,
    effect: Widens,
    summary: "Properties that are not declared no longer have to match a schema.",
    explanation: "\
        They can be anything now. In a request this takes more than before; in a response it brings old clients \
        values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.3.2.3 additionalProperties.",
    bad: (
        r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
    ),
    message: "properties that are not declared no longer have to match a schema",
}
