//! `maxProperties` was added.

schema_rule! {
    id: "max-properties-added",
    judges: ["maxProperties"] Added,
    effect: Narrows,
    summary: "`maxProperties` was added.",
    explanation: "\
        The number of properties had no such bound before: fewer values are accepted. In a request this refuses \
        what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.5.1 maxProperties.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "maxProperties": 2}"#,
    ),
    good: (
        r#"{"type": "object", "maxProperties": 2}"#,
        r#"{"type": "object"}"#,
    ),
    message: "`maxProperties` was added: {new}",
}
