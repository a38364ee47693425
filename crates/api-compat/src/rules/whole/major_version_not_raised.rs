//! Something breaks, and the major part of the version is the same.

use findings::{Finding, RuleMetadata, Severity};

use super::Versions;
use crate::rules::{Context, OPENAPI};

/// Something breaks, and the major part of the version is the same.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "major-version-not-raised",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "Something breaks, and the major part of the version is the same.",
    explanation: "\
        A change that breaks raises the major part of `info.version`; of a version 0.x, which promises nothing, the \
        minor part. This says nothing of how bad the change is: that is said where it breaks.\n\n\
        See the OpenAPI Specification 3.1, 4.8.2 Info Object; Semantic Versioning 2.0.0, 4 and 8.",
    bad: (
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 2.0.0}"
            "paths: {/pets: {get: {responses: {'200': {description: ok}}}}}"),
        lines!("openapi: 3.1.0"
            "info: {title: Pets, version: 2.1.0}"
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
    let (old, new) = versions.numbers()?;
    let initial = old[0] == 0 && new[0] == 0 && new[1] > old[1];
    let same = new[0] == old[0] && new > old && !initial;
    same.then(|| versions.finding(&RULES[0], context, "by the version nobody would expect anything to break"))
}
