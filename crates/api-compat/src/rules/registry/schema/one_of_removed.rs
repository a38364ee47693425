//! `oneOf` was removed.

schema_rule! {
    id: "one-of-removed",
    judges: ["oneOf"] Removed,
    only: whole,
    effect: Widens,
    summary: "`oneOf` was removed.",
    explanation: "\
        Values no longer have to match exactly one of several schemas. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.1.3 oneOf.",
    bad: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        "{}",
    ),
    good: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    message: "values no longer have to match exactly one of several schemas (`oneOf`)",
}
