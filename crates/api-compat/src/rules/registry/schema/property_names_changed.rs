//! `propertyNames` changed.

schema_rule! {
    id: "property-names-changed",
    judges: ["propertyNames"] Changed,
    effect: Differs,
    summary: "`propertyNames` changed.",
    explanation: "\
        The names of all properties have to match it. Values that only one side accepts break whoever still \
        holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.3.2.4 propertyNames.",
    bad: (
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
        r#"{"type": "object", "propertyNames": {"minLength": 2}}"#,
    ),
    good: (
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
    ),
    message: "`propertyNames` changed from {old} to {new}",
}
