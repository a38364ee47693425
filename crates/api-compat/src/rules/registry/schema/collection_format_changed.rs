//! How the items of an array are separated changed.

schema_rule! {
    id: "collection-format-changed",
    judges: ["collectionFormat"] Added | Removed | Changed,
    effect: Suggests,
    summary: "How the items of an array are separated changed.",
    explanation: "\
        The same array is written in another way: what one side writes, the other does not read.\n\n\
        See OpenAPI Specification 2.0, Items Object, `collectionFormat`.",
    bad: (
        r#"{"type": "array", "collectionFormat": "csv"}"#,
        r#"{"type": "array", "collectionFormat": "pipes"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`collectionFormat` changed",
    level: |_, _, severity| {
        crate::rules::level::at_least(severity, findings::Severity::PotentiallyBreaking, "what one side writes the other does not read")
    },
}
