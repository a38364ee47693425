//! `minLength` was removed.

schema_rule! {
    id: "min-length-removed",
    judges: ["minLength"] Removed,
    effect: Widens,
    summary: "`minLength` was removed.",
    explanation: "\
        The length of a text is no longer bounded: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.3.2 minLength.",
    bad: (
        r#"{"type": "string", "minLength": 5}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "minLength": 5}"#,
    ),
    message: "`minLength` was removed; it was {old}",
}
