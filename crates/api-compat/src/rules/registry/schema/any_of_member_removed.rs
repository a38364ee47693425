//! A schema was removed from `anyOf`.

schema_rule! {
    id: "any-of-member-removed",
    judges: ["anyOf"] Removed,
    only: member,
    effect: Narrows,
    summary: "A schema was removed from `anyOf`.",
    explanation: "\
        Values of one kind are no longer accepted. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Core, 10.2.1.2 anyOf.",
    bad: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"anyOf": [{"type": "integer"}, {"type": "string"}]}"#,
    ),
    message: "the alternative {item} was removed from `anyOf`",
}
