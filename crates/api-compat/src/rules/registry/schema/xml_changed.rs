//! How the value is written as XML changed.

schema_rule! {
    id: "xml-changed",
    judges: ["xml"] Added | Removed | Changed,
    effect: Suggests,
    summary: "How the value is written as XML changed.",
    explanation: "\
        Names, namespaces and attributes are what a reader of XML goes by: messages in XML look different. \
        Messages in JSON do not change.\n\n\
        See OpenAPI Specification, 4.8.26 XML Object.",
    bad: (
        r#"{"type": "string", "xml": {"name": "a"}}"#,
        r#"{"type": "string", "xml": {"name": "b"}}"#,
    ),
    good: (
        r#"{"type": "string", "title": "a"}"#,
        r#"{"type": "string", "title": "b"}"#,
    ),
    message: "how it is written as XML changed",
    level: crate::rules::level::xml,
}
