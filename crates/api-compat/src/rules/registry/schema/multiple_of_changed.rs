//! `multipleOf` changed.

schema_rule! {
    id: "multiple-of-changed",
    judges: ["multipleOf"] Changed,
    effect: Differs,
    summary: "`multipleOf` changed.",
    explanation: "\
        Numbers have to be a multiple of it. Values that only one side accepts break whoever still holds to the \
        other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Validation, 6.2.1 multipleOf.",
    bad: (
        r#"{"type": "number", "multipleOf": 2}"#,
        r#"{"type": "number", "multipleOf": 3}"#,
    ),
    good: (
        r#"{"type": "number", "multipleOf": 2}"#,
        r#"{"type": "number", "multipleOf": 2}"#,
    ),
    message: "`multipleOf` changed from {old} to {new}",
}
