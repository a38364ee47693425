//! `multipleOf` was added.

schema_rule! {
    id: "multiple-of-added",
    judges: ["multipleOf"] Added,
    effect: Narrows,
    summary: "`multipleOf` was added.",
    explanation: "\
        Numbers have to be a multiple of it. In a request this refuses what old clients send; in a response it \
        only promises more.\n\n\
        See JSON Schema Validation, 6.2.1 multipleOf.",
    bad: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "multipleOf": 2}"#,
    ),
    good: (
        r#"{"type": "number", "multipleOf": 2}"#,
        r#"{"type": "number"}"#,
    ),
    message: "`multipleOf` was added: {new}",
}
