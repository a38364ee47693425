//! `maxLength` was removed.

schema_rule! {
    id: "max-length-removed",
    judges: ["maxLength"] Removed,
    effect: Widens,
    summary: "`maxLength` was removed.",
    explanation: "\
        The length of a text is no longer bounded: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.3.1 maxLength.",
    bad: (
        r#"{"type": "string", "maxLength": 3}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "maxLength": 3}"#,
    ),
    message: "`maxLength` was removed; it was {old}",
}
