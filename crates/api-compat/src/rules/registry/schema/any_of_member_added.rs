//! A schema was added to `anyOf`.

schema_rule! {
    id: "any-of-member-added",
    judges: ["anyOf"] Added,
    only: member,
    effect: Widens,
    summary: "A schema was added to `anyOf`.",
    explanation: "\
        Values of one more kind are accepted. In a request this takes more than before; in a response it brings \
        old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.1.2 anyOf.",
    bad: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}"#,
    ),
    good: (
        r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"anyOf": [{"type": "integer"}, {"type": "string"}]}"#,
    ),
    message: "the alternative {item} was added to `anyOf`",
}
