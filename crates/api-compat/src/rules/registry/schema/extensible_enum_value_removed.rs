//! A value was removed from `x-extensible-enum`.

schema_rule! {
    id: "extensible-enum-value-removed",
    judges: ["x-extensible-enum"] Removed,
    effect: Suggests,
    summary: "A value was removed from `x-extensible-enum`.",
    explanation: "\
        The list tells which values are known. One that is no longer in it may be refused, or mean nothing any \
        longer.\n\n\
        See OpenAPI Specification, 4.9 Specification Extensions.",
    bad: (
        r#"{"type": "string", "x-extensible-enum": ["cat", "dog"]}"#,
        r#"{"type": "string", "x-extensible-enum": ["cat"]}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "the value {item} was removed from `x-extensible-enum`",
    level: crate::rules::level::sent_value,
}
