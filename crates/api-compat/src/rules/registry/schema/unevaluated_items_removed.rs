//! `unevaluatedItems` was removed.

schema_rule! {
    id: "unevaluated-items-removed",
    judges: ["unevaluatedItems"] Removed,
    effect: Widens,
    summary: "`unevaluatedItems` was removed.",
    explanation: "\
        Items that no other keyword has looked at have to match it. Without it more is accepted. In a request \
        this takes more than before; in a response it brings old clients values that they were promised never to \
        see.\n\n\
        See JSON Schema Core, 11.2 unevaluatedItems.",
    bad: (
        r#"{"prefixItems": [true], "unevaluatedItems": false}"#,
        r#"{"prefixItems": [true]}"#,
    ),
    good: (
        r#"{"prefixItems": [true]}"#,
        r#"{"prefixItems": [true], "unevaluatedItems": false}"#,
    ),
    message: "what items have to match that nothing else describes (`unevaluatedItems`) was removed",
}
