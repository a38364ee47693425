//! `dependentRequired` changed.

schema_rule! {
    id: "dependent-required-changed",
    judges: ["dependentRequired"] Changed,
    effect: Differs,
    summary: "`dependentRequired` changed.",
    explanation: "\
        Where one property is there, others have to be. Values that only one side accepts break whoever still \
        holds to the other: clients that send them, or clients that get them.\n\n\
        See JSON Schema Validation, 6.5.4 dependentRequired.",
    bad: (
        r#"{"dependentRequired": {"card": ["address"]}}"#,
        r#"{"dependentRequired": {"card": ["name"]}}"#,
    ),
    good: (
        r#"{"dependentRequired": {"card": ["address"]}}"#,
        r#"{"dependentRequired": {"card": ["address"]}}"#,
    ),
    message: "what has to be there where `{item}` is (`{field}`) changed",
}
