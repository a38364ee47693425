//! `maxLength` was added.

schema_rule! {
    id: "max-length-added",
    judges: ["maxLength"] Added,
    effect: Narrows,
    summary: "`maxLength` was added.",
    explanation: "\
        The length of a text had no such bound before: fewer values are accepted. In a request this refuses what \
        old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.3.1 maxLength.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "maxLength": 3}"#,
    ),
    good: (
        r#"{"type": "string", "maxLength": 3}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`maxLength` was added: {new}",
}
