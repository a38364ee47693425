//! Clients can rely less on an operation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::Change;
use crate::rules::{Context, OPENAPI, notice};

/// Clients can rely less on an operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "stability-lowered",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "Clients can rely less on an operation.",
    explanation: "\
        `x-stability-level` says how far an operation can be relied on: `draft`, `alpha`, `beta`, `stable` (which is \
        meant where nothing is said). Changes of drafts and alphas do not count as breaking, so a lower level takes \
        back what was promised.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions.",
    bad: (
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
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "x-stability-level" {
        return None;
    }
    let (old, new) = notice::stability(change, context);
    let new = new.ok()?;
    if new >= old {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} was {}, and is {}", change.what(), notice::word(old), notice::word(new)),
        "what clients were promised is taken back: changes of drafts and alphas do not count as breaking",
        "keep the level, and give the unstable variant an operation of its own",
    ))
}
