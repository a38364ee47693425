//! `type` was added where any type was accepted.

schema_rule! {
    id: "type-added",
    judges: ["type"] Added,
    effect: Narrows,
    summary: "`type` was added where any type was accepted.",
    explanation: "\
        Values of other types were accepted before. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Validation, 6.1.1 type.",
    bad: (
        "{}",
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        "{}",
    ),
    message: "only {new} is accepted, where any type was",
}
