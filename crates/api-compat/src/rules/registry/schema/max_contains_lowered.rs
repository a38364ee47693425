//! `maxContains` went down.

schema_rule! {
    id: "max-contains-lowered",
    judges: ["maxContains"] Lowered,
    effect: Narrows,
    summary: "`maxContains` went down.",
    explanation: "\
        The number of items that match `contains` must now be at most something smaller: fewer values are \
        accepted. In a request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.4 maxContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 3}"#,
    ),
    message: "`maxContains` went down from {old} to {new}",
}
