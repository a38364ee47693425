//! The condition itself changed.

schema_rule! {
    id: "condition-changed",
    judges: ["if"] Changed,
    effect: Differs,
    summary: "The condition itself changed.",
    explanation: "\
        Other values have to match `then` and `else` than before. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        r#"{"if": {"type": "string"}, "then": {"enum": ["a", 1]}}"#,
        r#"{"if": {"type": "integer"}, "then": {"enum": ["a", 1]}}"#,
    ),
    good: (
        "{}",
        "{}",
    ),
    message: "the condition changed (`if`)",
}
