//! `oneOf` was added.

schema_rule! {
    id: "one-of-added",
    judges: ["oneOf"] Added,
    only: whole,
    effect: Narrows,
    summary: "`oneOf` was added.",
    explanation: "\
        Values have to match exactly one of several schemas now. Values that only one side accepts break whoever \
        still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.1.3 oneOf.",
    bad: (
        "{}",
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    message: "values have to match exactly one of several schemas now (`oneOf`)",
}
