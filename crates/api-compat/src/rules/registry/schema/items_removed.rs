//! Items are no longer described.

schema_rule! {
    id: "items-removed",
    judges: ["items", "additionalItems"] Removed,
    effect: Widens,
    summary: "Items are no longer described.",
    explanation: "\
        Items can be anything now. In a request this takes more than before; in a response it brings old clients \
        values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.3.1.2 items.",
    bad: (
        r#"{"type": "array", "items": {"type": "string"}}"#,
        r#"{"type": "array"}"#,
    ),
    good: (
        r#"{"type": "array", "items": true}"#,
        r#"{"type": "array"}"#,
    ),
    message: "items no longer have to match a schema",
}
