//! A property was added that may be left out.

schema_rule! {
    id: "property-added",
    judges: ["properties"] Added,
    only: optional,
    effect: Widens,
    summary: "A property was added that may be left out.",
    explanation: "\
        In an interface nobody has to send it, and clients pass over what they do not know, unless the old \
        schema forbids other properties (`additionalProperties: false`). Of a schema alone: an object that had \
        something else under this name was valid, where additional properties are allowed, and no longer is.\n\n\
        See JSON Schema Core, 10.3.2.1 properties.",
    bad: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}"#,
    ),
    good: (
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}"#,
    ),
    message: "the property `{item}` was added",
    level: crate::rules::level::property_added,
}
