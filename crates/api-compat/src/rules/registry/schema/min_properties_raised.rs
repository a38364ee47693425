//! `minProperties` went up.

schema_rule! {
    id: "min-properties-raised",
    judges: ["minProperties"] Raised,
    effect: Narrows,
    summary: "`minProperties` went up.",
    explanation: "\
        The number of properties must now be at least something larger: fewer values are accepted. In a request \
        this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.5.2 minProperties.",
    bad: (
        r#"{"type": "object", "minProperties": 1}"#,
        r#"{"type": "object", "minProperties": 2}"#,
    ),
    good: (
        r#"{"type": "object", "minProperties": 2}"#,
        r#"{"type": "object", "minProperties": 1}"#,
    ),
    message: "`minProperties` went up from {old} to {new}",
}
