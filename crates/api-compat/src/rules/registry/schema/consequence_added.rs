//! `then` or `else` was added to a condition.

schema_rule! {
    id: "consequence-added",
    judges: ["then", "else"] Added,
    effect: Narrows,
    summary: "`then` or `else` was added to a condition.",
    explanation: "\
        Values that the condition sorts out have something to match now. In a request this refuses what old \
        clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#,
        r#"{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"type": "integer"}}"#,
    ),
    good: (
        "{}",
        "{}",
    ),
    message: "`{field}` was added to a condition",
}
