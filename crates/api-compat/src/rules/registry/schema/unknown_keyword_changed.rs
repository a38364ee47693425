//! A keyword that no specification knows was added, removed or changed.

schema_rule! {
    id: "unknown-keyword-changed",
    judges: ["keyword"] Added | Removed | Changed,
    effect: Informs,
    summary: "A keyword that no specification knows was added, removed or changed.",
    explanation: "\
        Validators pass over keywords that they do not know.\n\n\
        See JSON Schema Core, 6.5 Extending JSON Schema.",
    bad: (
        r#"{"widget": "a"}"#,
        r#"{"widget": "b"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`{item}` changed, which no specification knows",
}
