//! `unevaluatedProperties` changed.

schema_rule! {
    id: "unevaluated-properties-changed",
    judges: ["unevaluatedProperties"] Changed,
    effect: Differs,
    summary: "`unevaluatedProperties` changed.",
    explanation: "\
        Properties that no other keyword has looked at have to match it. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 11.3 unevaluatedProperties.",
    bad: (
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"type": "integer"}}"#,
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"type": "string"}}"#,
    ),
    good: (
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"type": "integer"}}"#,
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"type": "integer"}}"#,
    ),
    message: "what properties have to match that nothing else describes (`unevaluatedProperties`) changed",
}
