//! `minLength` went down.

schema_rule! {
    id: "min-length-lowered",
    judges: ["minLength"] Lowered,
    effect: Widens,
    summary: "`minLength` went down.",
    explanation: "\
        The length of a text may now be smaller: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.3.2 minLength.",
    bad: (
        r#"{"type": "string", "minLength": 5}"#,
        r#"{"type": "string", "minLength": 1}"#,
    ),
    good: (
        r#"{"type": "string", "minLength": 1}"#,
        r#"{"type": "string", "minLength": 5}"#,
    ),
    message: "`minLength` went down from {old} to {new}",
}
