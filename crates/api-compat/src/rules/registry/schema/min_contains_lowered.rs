//! `minContains` went down.

schema_rule! {
    id: "min-contains-lowered",
    judges: ["minContains"] Lowered,
    effect: Widens,
    summary: "`minContains` went down.",
    explanation: "\
        The number of items that match `contains` may now be smaller: more values are accepted. In a request \
        this takes more than before; in a response it brings old clients values that they were promised never to \
        see.\n\n\
        See JSON Schema Validation, 6.4.5 minContains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 2}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 2}"#,
        r#"{"type": "array", "contains": {"type": "null"}, "minContains": 3}"#,
    ),
    message: "`minContains` went down from {old} to {new}",
}
