//! A value was added to `x-extensible-enum`.

schema_rule! {
    id: "extensible-enum-value-added",
    judges: ["x-extensible-enum"] Added,
    effect: Informs,
    summary: "A value was added to `x-extensible-enum`.",
    explanation: "\
        The extension says that readers have to take values that they do not know: nobody breaks.\n\n\
        See OpenAPI Specification, 4.9 Specification Extensions.",
    bad: (
        r#"{"type": "string", "x-extensible-enum": ["cat"]}"#,
        r#"{"type": "string", "x-extensible-enum": ["cat", "dog"]}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "the value {item} was added to `x-extensible-enum`",
}
