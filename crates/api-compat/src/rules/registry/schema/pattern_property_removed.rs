//! `patternProperties` was removed.

schema_rule! {
    id: "pattern-property-removed",
    judges: ["patternProperties"] Removed,
    effect: Widens,
    summary: "`patternProperties` was removed.",
    explanation: "\
        Properties whose name matches the pattern have to match its schema. Without it more is accepted. In a \
        request this takes more than before; in a response it brings old clients values that they were promised \
        never to see.\n\n\
        See JSON Schema Core, 10.3.2.2 patternProperties.",
    bad: (
        r#"{"type": "object", "patternProperties": {"^x-": {"type": "string"}}}"#,
        r#"{"type": "object"}"#,
    ),
    good: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "patternProperties": {"^x-": {"type": "string"}}}"#,
    ),
    message: "the schema of properties that match `{item}` was removed",
}
