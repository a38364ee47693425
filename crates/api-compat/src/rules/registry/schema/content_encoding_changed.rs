//! `contentEncoding` was added, removed or changed.

schema_rule! {
    id: "content-encoding-changed",
    judges: ["contentEncoding"] Added | Removed | Changed,
    effect: Suggests,
    summary: "`contentEncoding` was added, removed or changed.",
    explanation: "\
        A text is read through its encoding: whoever decodes it as before gets something else, or an error. The \
        specification makes it an annotation, so that validators do not look.\n\n\
        See JSON Schema Validation, 8.3 contentEncoding.",
    bad: (
        r#"{"type": "string", "contentEncoding": "base64"}"#,
        r#"{"type": "string", "contentEncoding": "base32"}"#,
    ),
    good: (
        r#"{"type": "string", "contentEncoding": "base64"}"#,
        r#"{"contentEncoding": "base64", "type": "string"}"#,
    ),
    message: "`contentEncoding` changed from {old} to {new}",
    level: |_, _, severity| {
        crate::rules::level::at_least(severity, findings::Severity::PotentiallyBreaking, "whoever decodes the text as before gets something else")
    },
}
