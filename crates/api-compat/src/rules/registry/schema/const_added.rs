//! Only one value is accepted.

schema_rule! {
    id: "const-added",
    judges: ["const"] Added,
    effect: Narrows,
    summary: "Only one value is accepted.",
    explanation: "\
        Any value of the type was accepted before. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Validation, 6.1.3 const.",
    bad: (
        r#"{"type": "string"}"#,
        r#"{"const": "cat"}"#,
    ),
    good: (
        r#"{"enum": ["cat"]}"#,
        r#"{"const": "cat"}"#,
    ),
    message: "only {new} is accepted now",
}
