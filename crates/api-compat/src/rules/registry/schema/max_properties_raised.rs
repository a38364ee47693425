//! `maxProperties` went up.

schema_rule! {
    id: "max-properties-raised",
    judges: ["maxProperties"] Raised,
    effect: Widens,
    summary: "`maxProperties` went up.",
    explanation: "\
        The number of properties may now be larger: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.1 maxProperties.",
    bad: (
        r#"{"type": "object", "maxProperties": 2}"#,
        r#"{"type": "object", "maxProperties": 3}"#,
    ),
    good: (
        r#"{"type": "object", "maxProperties": 3}"#,
        r#"{"type": "object", "maxProperties": 2}"#,
    ),
    message: "`maxProperties` went up from {old} to {new}",
}
