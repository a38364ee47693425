//! A property was added that has to be there.

schema_rule! {
    id: "required-property-added",
    judges: ["properties"] Added,
    only: required,
    effect: Narrows,
    summary: "A property was added that has to be there.",
    explanation: "\
        Objects without it were accepted. In a request this refuses what old clients send; in a response it only \
        promises more.\n\n\
        See JSON Schema Validation, 6.5.3 required.",
    bad: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}, "required": ["tag"]}"#,
    ),
    good: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}"#,
    ),
    message: "the required property `{item}` was added",
    level: crate::rules::level::property_added,
}
