//! `not` was added.

schema_rule! {
    id: "not-schema-added",
    judges: ["not"] Added,
    effect: Narrows,
    summary: "`not` was added.",
    explanation: "\
        What matches it is refused. In a request this refuses what old clients send; in a response it only \
        promises more.\n\n\
        See JSON Schema Core, 10.2.1.4 not.",
    bad: (
        "{}",
        r#"{"not": {"type": "string"}}"#,
    ),
    good: (
        r#"{"not": {"type": "string"}}"#,
        "{}",
    ),
    message: "what values must not match (`not`) was added",
}
