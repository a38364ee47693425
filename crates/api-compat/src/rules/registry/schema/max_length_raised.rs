//! `maxLength` went up.

schema_rule! {
    id: "max-length-raised",
    judges: ["maxLength"] Raised,
    effect: Widens,
    summary: "`maxLength` went up.",
    explanation: "\
        The length of a text may now be larger: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.3.1 maxLength.",
    bad: (
        r#"{"type": "string", "maxLength": 3}"#,
        r#"{"type": "string", "maxLength": 9}"#,
    ),
    good: (
        r#"{"type": "string", "maxLength": 9}"#,
        r#"{"type": "string", "maxLength": 3}"#,
    ),
    message: "`maxLength` went up from {old} to {new}",
}
