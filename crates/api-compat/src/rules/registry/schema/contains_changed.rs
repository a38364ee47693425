//! `contains` changed.

schema_rule! {
    id: "contains-changed",
    judges: ["contains"] Changed,
    effect: Differs,
    summary: "`contains` changed.",
    explanation: "\
        At least one item has to match it. Values that only one side accepts break whoever still holds to the \
        other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Core, 10.3.1.3 contains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        r#"{"type": "array", "contains": {"type": "integer"}}"#,
    ),
    good: (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        r#"{"type": "array", "contains": {"type": "string"}}"#,
    ),
    message: "what arrays have to contain (`contains`) changed",
}
