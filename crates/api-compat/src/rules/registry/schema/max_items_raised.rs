//! `maxItems` went up.

schema_rule! {
    id: "max-items-raised",
    judges: ["maxItems"] Raised,
    effect: Widens,
    summary: "`maxItems` went up.",
    explanation: "\
        The number of items may now be larger: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.1 maxItems.",
    bad: (
        r#"{"type": "array", "maxItems": 2}"#,
        r#"{"type": "array", "maxItems": 4}"#,
    ),
    good: (
        r#"{"type": "array", "maxItems": 4}"#,
        r#"{"type": "array", "maxItems": 2}"#,
    ),
    message: "`maxItems` went up from {old} to {new}",
}
