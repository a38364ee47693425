//! Other values than one are accepted.

schema_rule! {
    id: "const-removed",
    judges: ["const"] Removed,
    effect: Widens,
    summary: "Other values than one are accepted.",
    explanation: "\
        The value was fixed before. In a request this takes more than before; in a response it brings old \
        clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.1.3 const.",
    bad: (
        r#"{"const": "cat"}"#,
        r#"{"type": "string"}"#,
    ),
    good: (
        r#"{"const": "cat"}"#,
        r#"{"enum": ["cat"]}"#,
    ),
    message: "other values than {old} are accepted now",
}
