//! `maxProperties` was removed.

schema_rule! {
    id: "max-properties-removed",
    judges: ["maxProperties"] Removed,
    effect: Widens,
    summary: "`maxProperties` was removed.",
    explanation: "\
        The number of properties is no longer bounded: more values are accepted. In a request this takes more \
        than before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.1 maxProperties.",
    bad: (
        r#"{"type": "object", "maxProperties": 2}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "maxProperties": 2}"#,
    ),
    message: "`maxProperties` was removed; it was {old}",
}
