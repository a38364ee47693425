//! A schema was removed from `allOf`.

schema_rule! {
    id: "all-of-member-removed",
    judges: ["allOf"] Removed,
    effect: Widens,
    summary: "A schema was removed from `allOf`.",
    explanation: "\
        Values no longer have to match one of the schemas; what its keywords asked for is listed besides. In a \
        request this takes more than before; in a response it brings old clients values that they were promised \
        never to see.\n\n\
        See JSON Schema Core, 10.2.1.1 allOf.",
    bad: (
        r##"{"$defs": {"A": {"required": ["a"]}, "B": {"required": ["b"]}}, "allOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}"##,
        r##"{"$defs": {"A": {"required": ["a"]}, "B": {"required": ["b"]}}, "allOf": [{"$ref": "#/$defs/A"}]}"##,
    ),
    good: (
        r#"{"allOf": [{"type": "string"}]}"#,
        r#"{"type": "string"}"#,
    ),
    message: "values no longer have to match {item} (`allOf`)",
}
