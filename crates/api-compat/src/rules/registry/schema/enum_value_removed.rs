//! A value was taken out of the list of accepted ones.

schema_rule! {
    id: "enum-value-removed",
    judges: ["enum"] Removed,
    only: member,
    effect: Narrows,
    summary: "A value was taken out of the list of accepted ones.",
    explanation: "\
        The value was accepted before. In a request this refuses what old clients send; in a response it only \
        promises more.\n\n\
        See JSON Schema Validation, 6.1.2 enum.",
    bad: (
        r#"{"enum": ["cat", "dog"]}"#,
        r#"{"enum": ["cat"]}"#,
    ),
    good: (
        r#"{"oneOf": [{"const": "cat"}, {"const": "dog"}]}"#,
        r#"{"enum": ["dog", "cat"]}"#,
    ),
    message: "the value {item} is no longer accepted",
}
