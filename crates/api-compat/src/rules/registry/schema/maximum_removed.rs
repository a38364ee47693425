//! `maximum` was removed.

schema_rule! {
    id: "maximum-removed",
    judges: ["maximum"] Removed,
    effect: Widens,
    summary: "`maximum` was removed.",
    explanation: "\
        A number is no longer bounded: more values are accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.2.2 maximum and 6.2.3 exclusiveMaximum.",
    bad: (
        r#"{"type": "number", "maximum": 10}"#,
        r#"{"type": "number"}"#,
    ),
    good: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "maximum": 10}"#,
    ),
    message: "`maximum` was removed; it was {old}",
}
