//! Properties that are not declared are no longer forbidden.

schema_rule! {
    id: "additional-properties-allowed",
    judges: ["additionalProperties"] Raised,
    effect: Widens,
    summary: "Properties that are not declared are no longer forbidden.",
    explanation: "\
        Objects with other properties are accepted now. In a request this takes more than before; in a response \
        it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.3.2.3 additionalProperties.",
    bad: (
        r#"{"type": "object", "additionalProperties": false}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object", "additionalProperties": true}"#,
        r#"{"type": "object"}"#,
    ),
    message: "properties that are not declared are allowed now",
}
