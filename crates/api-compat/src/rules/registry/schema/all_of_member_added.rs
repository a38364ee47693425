//! A schema was added to `allOf`.

schema_rule! {
    id: "all-of-member-added",
    judges: ["allOf"] Added,
    effect: Narrows,
    summary: "A schema was added to `allOf`.",
    explanation: "\
        Values have to match one more schema; what its keywords ask for is listed besides. In a request this \
        refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 10.2.1.1 allOf.",
    bad: (
        r##"{"$defs": {"A": {"required": ["a"]}, "B": {"required": ["b"]}}, "allOf": [{"$ref": "#/$defs/A"}]}"##,
        r##"{"$defs": {"A": {"required": ["a"]}, "B": {"required": ["b"]}}, "allOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}"##,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"allOf": [{"type": "string"}]}"#,
    ),
    message: "values have to match {item} as well (`allOf`)",
}
