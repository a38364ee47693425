//! `minContains` went up.

schema_rule! {
    id: "min-contains-raised",
    judges: ["minContains"] Raised,
    effect: Narrows,
    summary: "`minContains` went up.",
    explanation: "\
        The number of items that match `contains` must now be at least something larger: fewer values are \
        accepted. In a request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.5 minContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 2}"#,
    ),
    message: "`minContains` went up from {old} to {new}",
}
