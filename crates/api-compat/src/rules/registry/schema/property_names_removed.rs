//! `propertyNames` was removed.

schema_rule! {
    id: "property-names-removed",
    judges: ["propertyNames"] Removed,
    effect: Widens,
    summary: "`propertyNames` was removed.",
    explanation: "\
        The names of all properties have to match it. Without it more is accepted. In a request this takes more \
        than before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.3.2.4 propertyNames.",
    bad: (
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
    ),
    message: "`propertyNames` was removed; it was {old}",
}
