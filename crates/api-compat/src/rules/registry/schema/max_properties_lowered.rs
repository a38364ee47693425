//! `maxProperties` went down.

schema_rule! {
    id: "max-properties-lowered",
    judges: ["maxProperties"] Lowered,
    effect: Narrows,
    summary: "`maxProperties` went down.",
    explanation: "\
        The number of properties must now be at most something smaller: fewer values are accepted. In a request \
        this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.5.1 maxProperties.",
    bad: (
        r#"{"type": "object", "maxProperties": 3}"#,
        r#"{"type": "object", "maxProperties": 2}"#,
    ),
    good: (
        r#"{"type": "object", "maxProperties": 2}"#,
        r#"{"type": "object", "maxProperties": 3}"#,
    ),
    message: "`maxProperties` went down from {old} to {new}",
}
