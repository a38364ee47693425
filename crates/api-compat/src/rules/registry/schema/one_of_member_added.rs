//! A schema was added to `oneOf`.

schema_rule! {
    id: "one-of-member-added",
    judges: ["oneOf"] Added,
    only: member,
    effect: Widens,
    summary: "A schema was added to `oneOf`.",
    explanation: "\
        Values of one more kind are accepted. In a request this takes more than before; in a response it brings \
        old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.1.3 oneOf.",
    bad: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}"#,
    ),
    good: (
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "string"}]}"#,
    ),
    message: "the alternative {item} was added to `oneOf`",
}
