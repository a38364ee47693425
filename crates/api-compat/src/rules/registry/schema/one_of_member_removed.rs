//! A schema was removed from `oneOf`.

schema_rule! {
    id: "one-of-member-removed",
    judges: ["oneOf"] Removed,
    only: member,
    effect: Narrows,
    summary: "A schema was removed from `oneOf`.",
    explanation: "\
        Values of one kind are no longer accepted. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Core, 10.2.1.3 oneOf.",
    bad: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "string"}]}"#,
    ),
    message: "the alternative {item} was removed from `oneOf`",
}
