//! `maximum` went down.

schema_rule! {
    id: "maximum-lowered",
    judges: ["maximum"] Lowered,
    effect: Narrows,
    summary: "`maximum` went down.",
    explanation: "\
        A number must now be at most something smaller: fewer values are accepted. In a request this refuses \
        what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.2.2 maximum and 6.2.3 exclusiveMaximum.",
    bad: (
        r#"{"type": "number", "maximum": 50}"#,
        r#"{"type": "number", "maximum": 10}"#,
    ),
    good: (
        r#"{"type": "number", "maximum": 10}"#,
        r#"{"type": "number", "maximum": 50}"#,
    ),
    message: "`maximum` went down from {old} to {new}",
}
