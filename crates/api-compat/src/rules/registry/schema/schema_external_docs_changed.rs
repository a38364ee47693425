//! The link to further documentation was added, removed or changed.

schema_rule! {
    id: "schema-external-docs-changed",
    judges: ["externalDocs"] Added | Removed | Changed,
    effect: Informs,
    summary: "The link to further documentation was added, removed or changed.",
    explanation: "\
        Links are for people: no message looks different.\n\n\
        See OpenAPI Specification, 4.8.11 External Documentation Object.",
    bad: (
        r#"{"externalDocs": {"url": "https://example.com/a"}}"#,
        r#"{"externalDocs": {"url": "https://example.com/b"}}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "the link to further documentation changed",
}
