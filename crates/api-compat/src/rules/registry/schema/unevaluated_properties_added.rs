//! `unevaluatedProperties` was added.

schema_rule! {
    id: "unevaluated-properties-added",
    judges: ["unevaluatedProperties"] Added,
    effect: Narrows,
    summary: "`unevaluatedProperties` was added.",
    explanation: "\
        Properties that no other keyword has looked at have to match it. In a request this refuses what old \
        clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 11.3 unevaluatedProperties.",
    bad: (
        r#"{"allOf": [{"properties": {"a": true}}]}"#,
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#,
    ),
    good: (
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#,
        r#"{"allOf": [{"properties": {"a": true}}]}"#,
    ),
    message: "what properties have to match that nothing else describes (`unevaluatedProperties`) was added",
}
