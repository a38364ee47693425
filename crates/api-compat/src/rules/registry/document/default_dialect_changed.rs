//! Another dialect of JSON Schema is the default of the document's schemas.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI};

/// Another dialect of JSON Schema is the default of the document's schemas.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "default-dialect-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "Another dialect of JSON Schema is the default of the document's schemas.",
    explanation: "\
        Keywords can mean something else in another dialect. What is known of both dialects is judged where a schema \
        differs; this says that all schemas are to be looked at.\n\n\
        See the OpenAPI Specification 3.1, 4.8.24.5 Specifying Schema Dialects.",
    bad: (
        api!("jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("jsonSchemaDialect: https://json-schema.org/draft/2019-09/schema"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema"
            "paths:"
            "  /pets:"
            "    get:"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Document || change.field != "jsonSchemaDialect" {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        "schemas without `$schema` are read in another dialect",
        "keywords can mean something else there",
        "state the old dialect in the schemas that were written in it",
    ))
}
