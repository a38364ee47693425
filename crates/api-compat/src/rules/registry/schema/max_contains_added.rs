//! `maxContains` was added.

schema_rule! {
    id: "max-contains-added",
    judges: ["maxContains"] Added,
    effect: Narrows,
    summary: "`maxContains` was added.",
    explanation: "\
        The number of items that match `contains` had no such bound before: fewer values are accepted. In a \
        request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.4 maxContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}}"#,
    ),
    message: "`maxContains` was added: {new}",
}
