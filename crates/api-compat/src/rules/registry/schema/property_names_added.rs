//! `propertyNames` was added.

schema_rule! {
    id: "property-names-added",
    judges: ["propertyNames"] Added,
    effect: Narrows,
    summary: "`propertyNames` was added.",
    explanation: "\
        The names of all properties have to match it. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Core, 10.3.2.4 propertyNames.",
    bad: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
    ),
    good: (
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
        r#"{"type": "object"}"#,
    ),
    message: "`propertyNames` was added: {new}",
}
