//! Something breaks, and the version is the same.

use findings::{Finding, RuleMetadata, Severity};

use super::Versions;
use crate::rules::{Context, OPENAPI};

/// Something breaks, and the version is the same.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "version-not-raised",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "Something breaks, and the version is the same.",
    explanation: "\
        Whoever goes by `info.version` takes the new document for the old one. This says nothing of how bad the \
        change is: that is said where it breaks.\n\n\
        See the OpenAPI Specification 3.1, 4.8.2 Info Object; Semantic Versioning 2.0.0, 3.",
    bad: (
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 2.0.0}"
            "paths: {/pets: {get: {responses: {'200': {description: ok}}}}}"),
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 2.0.0}"
            "paths: {}"),
    ),
    good: (
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 2.0.0}"
            "paths: {/pets: {get: {responses: {'200': {description: ok}}}}}"),
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 3.0.0}"
            "paths: {}"),
    ),
}];

/// Judges the versions, where something breaks.
pub(super) fn check(versions: &Versions<'_>, context: &Context<'_>) -> Option<Finding> {
    (versions.old == versions.new).then(|| {
        versions.finding(&RULES[0], context, "whoever goes by the version takes the new document for the old one")
    })
}
