//! `not` was removed.

schema_rule! {
    id: "not-schema-removed",
    judges: ["not"] Removed,
    effect: Widens,
    summary: "`not` was removed.",
    explanation: "\
        What matches it is refused. Without it more is accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.1.4 not.",
    bad: (
        r#"{"not": {"type": "string"}}"#,
        "{}",
    ),
    good: (
        "{}",
        r#"{"not": {"type": "string"}}"#,
    ),
    message: "what values must not match (`not`) was removed",
}
