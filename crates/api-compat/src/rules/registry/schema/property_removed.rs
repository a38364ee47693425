//! A property was removed.

schema_rule! {
    id: "property-removed",
    judges: ["properties"] Removed,
    effect: Suggests,
    summary: "A property was removed.",
    explanation: "\
        A client that reads it finds it missing; one that sends it is no longer understood, and where other \
        properties are forbidden (`additionalProperties: false`) refused. Mark it as `deprecated` first, and \
        remove it once nobody uses it.\n\n\
        See JSON Schema Core, 10.3.2.1 properties.",
    bad: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}"#,
    ),
    message: "the property `{item}` was removed",
    level: crate::rules::level::property_removed,
}
