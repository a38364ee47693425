//! `maxContains` went up.

schema_rule! {
    id: "max-contains-raised",
    judges: ["maxContains"] Raised,
    effect: Widens,
    summary: "`maxContains` went up.",
    explanation: "\
        The number of items that match `contains` may now be larger: more values are accepted. In a request this \
        takes more than before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.4 maxContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 3}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
    ),
    message: "`maxContains` went up from {old} to {new}",
}
