//! An extension (`x-…`) was added, removed or changed.

schema_rule! {
    id: "schema-extension-changed",
    judges: ["x-"] Added | Removed | Changed,
    effect: Informs,
    summary: "An extension (`x-…`) was added, removed or changed.",
    explanation: "\
        What an extension means is known to those who use it: no specification says that messages look \
        different.\n\n\
        See OpenAPI Specification, 4.9 Specification Extensions.",
    bad: (
        r#"{"x-owner": "a"}"#,
        r#"{"x-owner": "b"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`{item}` changed",
}
