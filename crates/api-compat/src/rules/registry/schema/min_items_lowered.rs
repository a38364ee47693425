//! `minItems` went down.

schema_rule! {
    id: "min-items-lowered",
    judges: ["minItems"] Lowered,
    effect: Widens,
    summary: "`minItems` went down.",
    explanation: "\
        The number of items may now be smaller: more values are accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.4.2 minItems.",
    bad: (
        r#"{"type": "array", "minItems": 2}"#,
        r#"{"type": "array", "minItems": 1}"#,
    ),
    good: (
        r#"{"type": "array", "minItems": 1}"#,
        r#"{"type": "array", "minItems": 2}"#,
    ),
    message: "`minItems` went down from {old} to {new}",
}
