//! `unevaluatedProperties` was removed.

schema_rule! {
    id: "unevaluated-properties-removed",
    judges: ["unevaluatedProperties"] Removed,
    effect: Widens,
    summary: "`unevaluatedProperties` was removed.",
    explanation: "\
        Properties that no other keyword has looked at have to match it. Without it more is accepted. In a \
        request this takes more than before; in a response it brings old clients values that they were promised \
        never to see.\n\n\
        See JSON Schema Core, 11.3 unevaluatedProperties.",
    bad: (
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#,
        r#"{"allOf": [{"properties": {"a": true}}]}"#,
    ),
    good: (
        r#"{"allOf": [{"properties": {"a": true}}]}"#,
        r#"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#,
    ),
    message: "what properties have to match that nothing else describes (`unevaluatedProperties`) was removed",
}
