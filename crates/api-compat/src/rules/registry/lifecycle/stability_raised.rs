//! Clients can rely more on an operation.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::Change;
use crate::rules::{Context, OPENAPI, notice};

/// Clients can rely more on an operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "stability-raised",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "Clients can rely more on an operation.",
    explanation: "\
        `x-stability-level` says how far an operation can be relied on: `draft`, `alpha`, `beta`, `stable` (which is \
        meant where nothing is said).\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: beta"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: stable"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: stable"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-stability-level: beta"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "x-stability-level" {
        return None;
    }
    let (old, new) = notice::stability(change, context);
    let new = new.ok()?;
    if new < old {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} was {}, and is {}", change.what(), notice::word(old), notice::word(new)),
        "clients can rely more on it",
        "nothing",
    ))
}
