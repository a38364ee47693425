//! The name by which others refer to the schema changed.

schema_rule! {
    id: "schema-identity-changed",
    judges: ["$id", "id", "$anchor", "$dynamicAnchor"] Added | Removed | Changed,
    effect: Informs,
    summary: "The name by which others refer to the schema changed.",
    explanation: "\
        Documents that refer to it by that name have to follow. What the schema accepts does not change.\n\n\
        See JSON Schema Core, 8.2 The \"$id\" Keyword and Its Relatives.",
    bad: (
        r#"{"$id": "https://example.com/a"}"#,
        r#"{"$id": "https://example.com/b"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`{field}` changed",
}
