//! `unevaluatedItems` changed.

schema_rule! {
    id: "unevaluated-items-changed",
    judges: ["unevaluatedItems"] Changed,
    effect: Differs,
    summary: "`unevaluatedItems` changed.",
    explanation: "\
        Items that no other keyword has looked at have to match it. Values that only one side accepts break \
        whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 11.2 unevaluatedItems.",
    bad: (
        r#"{"prefixItems": [true], "unevaluatedItems": {"type": "integer"}}"#,
        r#"{"prefixItems": [true], "unevaluatedItems": {"type": "string"}}"#,
    ),
    good: (
        r#"{"prefixItems": [true], "unevaluatedItems": {"type": "integer"}}"#,
        r#"{"prefixItems": [true], "unevaluatedItems": {"type": "integer"}}"#,
    ),
    message: "what items have to match that nothing else describes (`unevaluatedItems`) changed",
}
