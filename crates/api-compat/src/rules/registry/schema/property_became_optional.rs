//! A property may be left out that had to be there.

schema_rule! {
    id: "property-became-optional",
    judges: ["required"] Removed,
    effect: Widens,
    summary: "A property may be left out that had to be there.",
    explanation: "\
        Objects without it are accepted now. In a request this takes more than before; in a response it brings \
        old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.3 required.",
    bad: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}"#,
    ),
    message: "the property `{item}` is no longer required",
}
