//! `dependentSchemas` changed.

schema_rule! {
    id: "dependent-schema-changed",
    judges: ["dependentSchemas", "dependencies"] Changed,
    effect: Differs,
    summary: "`dependentSchemas` changed.",
    explanation: "\
        Where the property is there, the object has to match a schema (before 2019-09: `dependencies`). Values \
        that only one side accepts break whoever still holds to the other: clients that send them, or clients \
        that get them.\n\n\
        See JSON Schema Core, 10.2.2.4 dependentSchemas.",
    bad: (
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
        r#"{"dependentSchemas": {"card": {"required": ["name"]}}}"#,
    ),
    good: (
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
        r#"{"dependentSchemas": {"card": {"required": ["address"]}}}"#,
    ),
    message: "what objects have to match where `{item}` is there (`{field}`) changed",
}
