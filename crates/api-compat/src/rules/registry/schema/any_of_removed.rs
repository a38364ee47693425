//! `anyOf` was removed.

schema_rule! {
    id: "any-of-removed",
    judges: ["anyOf"] Removed,
    only: whole,
    effect: Widens,
    summary: "`anyOf` was removed.",
    explanation: "\
        Values no longer have to match at least one of several schemas. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.1.2 anyOf.",
    bad: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        "{}",
    ),
    good: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    message: "values no longer have to match at least one of several schemas (`anyOf`)",
}
