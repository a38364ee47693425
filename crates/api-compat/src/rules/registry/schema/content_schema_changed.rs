//! `contentSchema` was added, removed or changed.

schema_rule! {
    id: "content-schema-changed",
    judges: ["contentSchema"] Added | Removed | Changed,
    effect: Suggests,
    summary: "`contentSchema` was added, removed or changed.",
    explanation: "\
        What is inside the text is described differently. The specification makes it an annotation, so that \
        validators do not look.\n\n\
        See JSON Schema Validation, 8.5 contentSchema.",
    bad: (
        r#"{"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "string"}}"#,
        r#"{"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`contentSchema` changed",
    level: |_, _, severity| {
        crate::rules::level::at_least(severity, findings::Severity::PotentiallyBreaking, "whoever reads the content as before gets something else")
    },
}
