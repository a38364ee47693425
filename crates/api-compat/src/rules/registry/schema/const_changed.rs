//! The only value that is accepted is another one.

schema_rule! {
    id: "const-changed",
    judges: ["const"] Changed,
    effect: Differs,
    summary: "The only value that is accepted is another one.",
    explanation: "\
        Who sends or expects the old value is refused, or misled. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Validation, 6.1.3 const.",
    bad: (
        r#"{"const": "cat"}"#,
        r#"{"const": "dog"}"#,
    ),
    good: (
        r#"{"const": "cat"}"#,
        r#"{"const": "cat"}"#,
    ),
    message: "the only value accepted was {old} and is {new}",
}
