//! `minLength` went up.

schema_rule! {
    id: "min-length-raised",
    judges: ["minLength"] Raised,
    effect: Narrows,
    summary: "`minLength` went up.",
    explanation: "\
        The length of a text must now be at least something larger: fewer values are accepted. In a request this \
        refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.3.2 minLength.",
    bad: (
        r#"{"type": "string", "minLength": 1}"#,
        r#"{"type": "string", "minLength": 5}"#,
    ),
    good: (
        r#"{"type": "string", "minLength": 5}"#,
        r#"{"type": "string", "minLength": 1}"#,
    ),
    message: "`minLength` went up from {old} to {new}",
}
