//! The default was removed.

schema_rule! {
    id: "default-removed",
    judges: ["default"] Removed,
    effect: Informs,
    summary: "The default was removed.",
    explanation: "\
        What an absent value stands for is no longer told; a client that left the value out may get something \
        else.\n\n\
        See JSON Schema Validation, 9.2 default.",
    bad: (
        r#"{"type": "integer", "default": 1}"#,
        r#"{"type": "integer"}"#,
    ),
    good: (
        r#"{"type": "integer", "default": 1}"#,
        r#"{"type": "integer", "default": 1}"#,
    ),
    message: "the default {old} was removed",
    level: crate::rules::level::default_of_parameter,
}
