//! `dependentRequired` was removed.

schema_rule! {
    id: "dependent-required-removed",
    judges: ["dependentRequired"] Removed,
    effect: Widens,
    summary: "`dependentRequired` was removed.",
    explanation: "\
        Where one property is there, others have to be. Without it more is accepted. In a request this takes \
        more than before; in a response it brings old clients values that they were promised never to see.\n\n\
        See JSON Schema Validation, 6.5.4 dependentRequired.",
    bad: (
        r#"{"dependentRequired": {"card": ["address"]}}"#,
        "{}",
    ),
    good: (
        "{}",
        r#"{"dependentRequired": {"card": ["address"]}}"#,
    ),
    message: "what has to be there where `{item}` is (`{field}`) was removed",
}
