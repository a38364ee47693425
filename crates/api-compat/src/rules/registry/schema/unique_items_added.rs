//! Items have to differ from each other.

schema_rule! {
    id: "unique-items-added",
    judges: ["uniqueItems"] Added,
    effect: Narrows,
    summary: "Items have to differ from each other.",
    explanation: "\
        Arrays that hold a value twice were accepted before. In a request this refuses what old clients send; in \
        a response it only promises more.\n\n\
        See JSON Schema Validation, 6.4.3 uniqueItems.",
    bad: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "uniqueItems": true}"#,
    ),
    good: (
        r#"{"type": "array"}"#,
        r#"{"type": "array", "uniqueItems": false}"#,
    ),
    message: "items have to be unique now",
}
