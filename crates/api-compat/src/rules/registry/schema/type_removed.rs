//! `type` was removed, so that any type is accepted.

schema_rule! {
    id: "type-removed",
    judges: ["type"] Removed,
    effect: Widens,
    summary: "`type` was removed, so that any type is accepted.",
    explanation: "\
        Values of any type are accepted now. In a request this takes more than before; in a response it brings \
        old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.1.1 type.",
    bad: (
        r#"{"type": "string"}"#,
        "{}",
    ),
    good: (
        "{}",
        r#"{"type": "string"}"#,
    ),
    message: "any type is accepted, where only {old} was",
}
