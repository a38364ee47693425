//! How far an operation can be relied on cannot be read.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::Change;
use crate::rules::{Context, OPENAPI, notice};

/// How far an operation can be relied on cannot be read.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "stability-not-known",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "How far an operation can be relied on cannot be read.",
    explanation: "\
        `x-stability-level` is one of `draft`, `alpha`, `beta`, `stable`. With another word nobody knows what is \
        promised.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: mature"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: stable"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "x-stability-level" {
        return None;
    }
    let wrong = notice::stability(change, context).1.err()?;
    Some(context.finding(
        &RULES[0],
        change,
        format!("`x-stability-level` of {} is {wrong}", change.what()),
        "nobody knows what is promised",
        "use one of `draft`, `alpha`, `beta`, `stable`",
    ))
}
