//! Items no longer have to differ from each other.

schema_rule! {
    id: "unique-items-removed",
    judges: ["uniqueItems"] Removed,
    effect: Widens,
    summary: "Items no longer have to differ from each other.",
    explanation: "\
        Arrays may hold a value twice. In a request this takes more than before; in a response it brings old \
        clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.3 uniqueItems.",
    bad: (
        r#"{"type": "array", "uniqueItems": true}"#,
        r#"{"type": "array"}"#,
    ),
    good: (
        r#"{"type": "array", "uniqueItems": false}"#,
        r#"{"type": "array"}"#,
    ),
    message: "items no longer have to be unique",
}
