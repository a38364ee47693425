//! A default was added.

schema_rule! {
    id: "default-added",
    judges: ["default"] Added,
    effect: Informs,
    summary: "A default was added.",
    explanation: "\
        It tells what an absent value stands for. Whether the service behaved so before, the documents do not \
        show; a client that left the value out may get something else.\n\n\
        See JSON Schema Validation, 9.2 default.",
    bad: (
        r#"{"type": "integer"}"#,
        r#"{"type": "integer", "default": 1}"#,
    ),
    good: (
        r#"{"type": "integer", "default": 1}"#,
        r#"{"type": "integer", "default": 1.0}"#,
    ),
    message: "the default {new} was added",
    level: crate::rules::level::default_of_parameter,
}
