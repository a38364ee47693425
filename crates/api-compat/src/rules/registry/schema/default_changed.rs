//! The default is another value.

schema_rule! {
    id: "default-changed",
    judges: ["default"] Changed,
    effect: Suggests,
    summary: "The default is another value.",
    explanation: "\
        A client that leaves the value out gets what the new default says, without having changed anything. \
        Validators do not look at it.\n\n\
        See JSON Schema Validation, 9.2 default.",
    bad: (
        r#"{"type": "integer", "default": 1}"#,
        r#"{"type": "integer", "default": 2}"#,
    ),
    good: (
        r#"{"type": "integer", "default": 1}"#,
        r#"{"type": "integer", "default": 1}"#,
    ),
    message: "the default changed from {old} to {new}",
    level: crate::rules::level::default_changed,
}
