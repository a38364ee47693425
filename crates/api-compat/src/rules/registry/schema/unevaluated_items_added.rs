//! `unevaluatedItems` was added.

schema_rule! {
    id: "unevaluated-items-added",
    judges: ["unevaluatedItems"] Added,
    effect: Narrows,
    summary: "`unevaluatedItems` was added.",
    explanation: "\
        Items that no other keyword has looked at have to match it. In a request this refuses what old clients \
        send; in a response it only promises more.\n\n\
        See JSON Schema Core, 11.2 unevaluatedItems.",
    bad: (
        r#"{"prefixItems": [true]}"#,
        r#"{"prefixItems": [true], "unevaluatedItems": false}"#,
    ),
    good: (
        r#"{"prefixItems": [true], "unevaluatedItems": false}"#,
        r#"{"prefixItems": [true]}"#,
    ),
    message: "what items have to match that nothing else describes (`unevaluatedItems`) was added",
}
