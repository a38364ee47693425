//! `dependentSchemas` was added.

schema_rule! {
    id: "dependent-schema-added",
    judges: ["dependentSchemas", "dependencies"] Added,
    effect: Narrows,
    summary: "`dependentSchemas` was added.",
    explanation: "\
        Where the property is there, the object has to match a schema (before 2019-09: `dependencies`). In a \
        request this refuses what old clients send; in a response it only promises more.\n\n\
        See JSON Schema Core, 10.2.2.4 dependentSchemas.",
    bad: (
        "{}",
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
    ),
    good: (
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
        "{}",
    ),
    message: "what objects have to match where `{item}` is there (`{field}`) was added",
}
