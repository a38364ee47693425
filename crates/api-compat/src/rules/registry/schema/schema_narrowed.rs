//! Values that were accepted no longer are.

schema_rule! {
    id: "schema-narrowed",
    judges: [""] Lowered,
    effect: Narrows,
    summary: "Values that were accepted no longer are.",
    explanation: "\
        The schema as a whole refuses values that it accepted, and no single keyword says so: several work \
        together. In a request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 4.3.2 JSON Schema Objects.",
    bad: (
        r#"{"oneOf": [{"type": "number"}]}"#,
        r#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#,
    ),
    good: (
        r#"{"oneOf": [{"type": "number"}]}"#,
        r#"{"anyOf": [{"type": "number"}]}"#,
    ),
    message: "the schema as a whole accepts less than before",
}
