//! `minProperties` was removed.

schema_rule! {
    id: "min-properties-removed",
    judges: ["minProperties"] Removed,
    effect: Widens,
    summary: "`minProperties` was removed.",
    explanation: "\
        The number of properties is no longer bounded: more values are accepted. In a request this takes more \
        than before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.2 minProperties.",
    bad: (
        r#"{"type": "object", "minProperties": 2}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "minProperties": 2}"#,
    ),
    message: "`minProperties` was removed; it was {old}",
}
