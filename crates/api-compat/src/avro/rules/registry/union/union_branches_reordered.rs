//! The branches of a union stand in another order.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The branches of a union stand in another order.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "union-branches-reordered",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The branches of a union stand in another order.",
    explanation: "\
        Data hold the number of the branch in the writer's schema, with which they are read. Until 1.11 the \
        default of a field was a value of the first branch, so that other implementations may refuse a default \
        that fitted.\n\nSee the Avro Specification 1.12, \"Unions\"; \"Schema Resolution\".",
    bad: (r#"["null", "string"]"#, r#"["string", "null"]"#),
    good: (r#"["null", "string"]"#, r#"["null", "string"]"#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::BranchesReordered {
        return None;
    }
    let message = format!("{} became {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "a branch is matched by what it is, not by its place");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "never read data without the schema with which they were written",
    ))
}
