//! `minProperties` went down.

schema_rule! {
    id: "min-properties-lowered",
    judges: ["minProperties"] Lowered,
    effect: Widens,
    summary: "`minProperties` went down.",
    explanation: "\
        The number of properties may now be smaller: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.2 minProperties.",
    bad: (
        r#"{"type": "object", "minProperties": 2}"#,
        r#"{"type": "object", "minProperties": 1}"#,
    ),
    good: (
        r#"{"type": "object", "minProperties": 1}"#,
        r#"{"type": "object", "minProperties": 2}"#,
    ),
    message: "`minProperties` went down from {old} to {new}",
}
