//! `maxContains` was removed.

schema_rule! {
    id: "max-contains-removed",
    judges: ["maxContains"] Removed,
    effect: Widens,
    summary: "`maxContains` was removed.",
    explanation: "\
        The number of items that match `contains` is no longer bounded: more values are accepted. In a request \
        this takes more than before; in a response it brings old clients values that they were promised never to \
        see.\n\n\
        See JSON Schema Validation, 6.4.4 maxContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "maxContains": 2}"#,
    ),
    message: "`maxContains` was removed; it was {old}",
}
