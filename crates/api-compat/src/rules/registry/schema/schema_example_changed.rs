//! An example was added, removed or changed.

schema_rule! {
    id: "schema-example-changed",
    judges: ["example", "examples"] Added | Removed | Changed,
    effect: Informs,
    summary: "An example was added, removed or changed.",
    explanation: "\
        Examples are for people and for test data: no message looks different.\n\n\
        See JSON Schema Validation, 9.5 examples.",
    bad: (
        r#"{"examples": [1]}"#,
        r#"{"examples": [2]}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`{field}` changed",
}
