//! Values that were refused are now accepted.

schema_rule! {
    id: "schema-widened",
    judges: [""] Raised,
    effect: Widens,
    summary: "Values that were refused are now accepted.",
    explanation: "\
        The schema as a whole accepts values that it refused, and no single keyword says so: several work \
        together. In a request this takes more than before; in a response it brings old clients values that they \
        were promised never to see.\n\n\
        See JSON Schema Core, 4.3.2 JSON Schema Objects.",
    bad: (
        r#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#,
        r#"{"oneOf": [{"type": "number"}]}"#,
    ),
    good: (
        r#"{"anyOf": [{"type": "number"}]}"#,
        r#"{"oneOf": [{"type": "number"}]}"#,
    ),
    message: "the schema as a whole accepts more than before",
}
