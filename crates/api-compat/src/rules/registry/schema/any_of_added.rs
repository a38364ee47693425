//! `anyOf` was added.

schema_rule! {
    id: "any-of-added",
    judges: ["anyOf"] Added,
    only: whole,
    effect: Narrows,
    summary: "`anyOf` was added.",
    explanation: "\
        Values have to match at least one of several schemas now. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.1.2 anyOf.",
    bad: (
        "{}",
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    message: "values have to match at least one of several schemas now (`anyOf`)",
}
