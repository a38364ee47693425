//! `contentMediaType` was added, removed or changed.

schema_rule! {
    id: "content-media-type-changed",
    judges: ["contentMediaType"] Added | Removed | Changed,
    effect: Suggests,
    summary: "`contentMediaType` was added, removed or changed.",
    explanation: "\
        What is inside the text is of another kind: whoever reads it as before gets something else, or an error. \
        The specification makes it an annotation, so that validators do not look.\n\n\
        See JSON Schema Validation, 8.4 contentMediaType.",
    bad: (
        r#"{"type": "string", "contentMediaType": "text/html"}"#,
        r#"{"type": "string", "contentMediaType": "image/png"}"#,
    ),
    good: (
        r#"{"type": "string"}"#,
        r#"{"type": "string"}"#,
    ),
    message: "`contentMediaType` changed from {old} to {new}",
    level: |_, _, severity| {
        crate::rules::level::at_least(severity, findings::Severity::PotentiallyBreaking, "whoever reads the content as before gets something else")
    },
}
