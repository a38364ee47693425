//! `maxItems` was removed.

schema_rule! {
    id: "max-items-removed",
    judges: ["maxItems"] Removed,
    effect: Widens,
    summary: "`maxItems` was removed.",
    explanation: "\
        The number of items is no longer bounded: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.1 maxItems.",
    bad: (
        r#"{"type": "array", "maxItems": 2}"#,
        r#"{"type": "array"}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "maxItems": 2}"#,
    ),
    message: "`maxItems` was removed; it was {old}",
}
