//! An item by position is no longer described.

schema_rule! {
    id: "prefix-item-removed",
    judges: ["prefixItems"] Removed,
    effect: Widens,
    summary: "An item by position is no longer described.",
    explanation: "\
        The item at this position is described by `items` now, or can be anything. Values that only one side \
        accepts break whoever still holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.3.1.1 prefixItems.",
    bad: (
        r#"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}"#,
        r#"{"type": "array", "prefixItems": [{"type": "string"}]}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array"}"#,
    ),
    message: "the item at position {item} no longer has a schema of its own",
}
