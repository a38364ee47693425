//! A condition was added.

schema_rule! {
    id: "condition-added",
    judges: ["if"] Added,
    effect: Narrows,
    summary: "A condition was added.",
    explanation: "\
        Values that fulfil `if` have to match `then`, all others `else`. In a request this refuses what old \
        clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        "{}",
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#,
    ),
    good: (
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#,
        r#"{"then": {"minLength": 1}, "if": {"type": "string"}}"#,
    ),
    message: "a condition was added (`if`)",
}
