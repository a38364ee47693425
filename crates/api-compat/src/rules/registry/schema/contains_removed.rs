//! `contains` was removed.

schema_rule! {
    id: "contains-removed",
    judges: ["contains"] Removed,
    effect: Widens,
    summary: "`contains` was removed.",
    explanation: "\
        At least one item has to match it. Without it more is accepted. In a request this takes more than \
        before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.3.1.3 contains.",
    bad: (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        r#"{"type": "array"}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "contains": {"type": "string"}}"#,
    ),
    message: "what arrays have to contain (`contains`) was removed",
}
