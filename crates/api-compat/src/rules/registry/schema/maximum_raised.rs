//! `maximum` went up.

schema_rule! {
    id: "maximum-raised",
    judges: ["maximum"] Raised,
    effect: Widens,
    summary: "`maximum` went up.",
    explanation: "\
        A number may now be larger: more values are accepted. In a request this takes more than before; in a \
        response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.2.2 maximum and 6.2.3 exclusiveMaximum.",
    bad: (
        r#"{"type": "number", "maximum": 10}"#,
        r#"{"type": "number", "maximum": 50}"#,
    ),
    good: (
        r#"{"type": "number", "maximum": 50}"#,
        r#"{"type": "number", "maximum": 10}"#,
    ),
    message: "`maximum` went up from {old} to {new}",
}
