//! `minItems` was removed.

schema_rule! {
    id: "min-items-removed",
    judges: ["minItems"] Removed,
    effect: Widens,
    summary: "`minItems` was removed.",
    explanation: "\
        The number of items is no longer bounded: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.2 minItems.",
    bad: (
        r#"{"type": "array", "minItems": 2}"#,
        r#"{"type": "array"}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "minItems": 2}"#,
    ),
    message: "`minItems` was removed; it was {old}",
}
