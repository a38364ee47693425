//! `minLength` was added.

schema_rule! {
    id: "min-length-added",
    judges: ["minLength"] Added,
    effect: Narrows,
    summary: "`minLength` was added.",
    explanation: "\
        The length of a text had no such bound before: fewer values are accepted. In a request this refuses what \
        old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.3.2 minLength.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"type": "string", "minLength": 5}"#,
    ),
    good: (
        r#"{"type": "string", "minLength": 5}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`minLength` was added: {new}",
}
