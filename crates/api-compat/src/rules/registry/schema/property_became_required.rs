//! A property has to be there that could be left out.

schema_rule! {
    id: "property-became-required",
    judges: ["required"] Added,
    effect: Narrows,
    summary: "A property has to be there that could be left out.",
    explanation: "\
        Objects without it were accepted. In a request this refuses what old clients send; in a response it only \
        promises more. Give it a default on the side of the service instead.\n\n\
        See JSON Schema Validation, 6.5.3 required.",
    bad: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}"#,
    ),
    good: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
    ),
    message: "the property `{item}` is required now",
}
