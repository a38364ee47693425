//! A condition was removed.

schema_rule! {
    id: "condition-removed",
    judges: ["if"] Removed,
    effect: Widens,
    summary: "A condition was removed.",
    explanation: "\
        What `then` and `else` asked for is asked for no longer. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#,
        "{}",
    ),
    good: (
        r#"{"then": {"minLength": 1}}"#,
        "{}",
    ),
    message: "a condition was removed (`if`)",
}
