//! `not` changed.

schema_rule! {
    id: "not-schema-changed",
    judges: ["not"] Changed,
    effect: Differs,
    summary: "`not` changed.",
    explanation: "\
        What matches it is refused. Values that only one side accepts break whoever still holds to the other: \
        clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.1.4 not.",
    bad: (
        r#"{"not": {"type": "string"}}"#,
        r#"{"not": {"type": "integer"}}"#,
    ),
    good: (
        r#"{"not": {"type": "string"}}"#,
        r#"{"not": {"type": "string"}}"#,
    ),
    message: "what values must not match (`not`) changed",
}
