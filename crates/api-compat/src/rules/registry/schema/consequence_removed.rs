//! `then` or `else` was removed from a condition.

schema_rule! {
    id: "consequence-removed",
    judges: ["then", "else"] Removed,
    effect: Widens,
    summary: "`then` or `else` was removed from a condition.",
    explanation: "\
        Values that the condition sorts out have nothing to match any longer. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"type": "integer"}}"#,
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#,
    ),
    good: (
        "{}",
        "{}",
    ),
    message: "`{field}` was removed from a condition",
}
