//! `minContains` was removed.

schema_rule! {
    id: "min-contains-removed",
    judges: ["minContains"] Removed,
    effect: Widens,
    summary: "`minContains` was removed.",
    explanation: "\
        The number of items that match `contains` is no longer bounded: more values are accepted. In a request \
        this takes more than before; in a response it brings old clients values that they were promised never to \
        see.\n\n\
        See JSON Schema Validation, 6.4.5 minContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
    ),
    message: "`minContains` was removed; it was {old}",
}
