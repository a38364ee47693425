//! `then` or `else` of a condition changed.

schema_rule! {
    id: "consequence-changed",
    judges: ["then", "else"] Changed,
    effect: Differs,
    summary: "`then` or `else` of a condition changed.",
    explanation: "\
        Values that the condition sorts out have something else to match. Values that only one side accepts \
        break whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.2.2 Keywords for Applying Subschemas Conditionally.",
    bad: (
        r#"{"if": {"type": "string"}, "then": {"minLength": 2}}"#,
        r#"{"if": {"type": "string"}, "then": {"maxLength": 1}}"#,
    ),
    good: (
        "{}",
        "{}",
    ),
    message: "`{field}` of a condition changed",
}
