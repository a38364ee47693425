//! `minProperties` was added.

schema_rule! {
    id: "min-properties-added",
    judges: ["minProperties"] Added,
    effect: Narrows,
    summary: "`minProperties` was added.",
    explanation: "\
        The number of properties had no such bound before: fewer values are accepted. In a request this refuses \
        what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.5.2 minProperties.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "minProperties": 2}"#,
    ),
    good: (
        r#"{"type": "object", "minProperties": 2}"#,
        r#"{"type": "object"}"#,
    ),
    message: "`minProperties` was added: {new}",
}
