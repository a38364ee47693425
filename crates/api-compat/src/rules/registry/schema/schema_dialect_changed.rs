//! The schema is written in another dialect.

schema_rule! {
    id: "schema-dialect-changed",
    judges: ["$schema"] Added | Removed | Changed,
    effect: Informs,
    summary: "The schema is written in another dialect.",
    explanation: "\
        The same keywords may mean something else: what that does to the values accepted is judged besides.\n\n\
        See JSON Schema Core, 8.1.1 The \"$schema\" Keyword.",
    bad: (
        r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`$schema` changed from {old} to {new}",
}
