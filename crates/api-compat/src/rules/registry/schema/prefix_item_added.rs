//! An item by position is described.

schema_rule! {
    id: "prefix-item-added",
    judges: ["prefixItems"] Added,
    effect: Narrows,
    summary: "An item by position is described.",
    explanation: "\
        The item at this position was described by `items`, or could be anything. Values that only one side \
        accepts break whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.3.1.1 prefixItems.",
    bad: (
        r#"{"type": "array", "prefixItems": [{"type": "string"}]}"#,
        r#"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array"}"#,
    ),
    message: "the item at position {item} has a schema of its own now",
}
