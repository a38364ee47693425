//! `dependentSchemas` was removed.

schema_rule! {
    id: "dependent-schema-removed",
    judges: ["dependentSchemas", "dependencies"] Removed,
    effect: Widens,
    summary: "`dependentSchemas` was removed.",
    explanation: "\
        Where the property is there, the object has to match a schema (before 2019-09: `dependencies`). Without \
        it more is accepted. In a request this takes more than before; in a response it brings old clients \
        values that they were promised never to see.\n\n\
        See JSON Schema Core, 10.2.2.4 dependentSchemas.",
    bad: (
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
        "{}",
    ),
    good: (
        "{}",
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
    ),
    message: "what objects have to match where `{item}` is there (`{field}`) was removed",
}
