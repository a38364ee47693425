//! `dependentRequired` was added.

schema_rule! {
    id: "dependent-required-added",
    judges: ["dependentRequired"] Added,
    effect: Narrows,
    summary: "`dependentRequired` was added.",
    explanation: "\
        Where one property is there, others have to be. In a request this refuses what old clients send; in a \
        response it only promises more.\n\n\
        See JSON Schema Validation, 6.5.4 dependentRequired.",
    bad: (
        "{}",
        r#"{"dependentRequired": {"card": ["address"]}}"#,
    ),
    good: (
        r#"{"dependentRequired": {"card": ["address"]}}"#,
        "{}",
    ),
    message: "what has to be there where `{item}` is (`{field}`) was added",
}
