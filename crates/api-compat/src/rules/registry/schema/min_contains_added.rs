//! `minContains` was added.

schema_rule! {
    id: "min-contains-added",
    judges: ["minContains"] Added,
    effect: Narrows,
    summary: "`minContains` was added.",
    explanation: "\
        The number of items that match `contains` had no such bound before: fewer values are accepted. In a \
        request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.5 minContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}}"#,
    ),
    message: "`minContains` was added: {new}",
}
