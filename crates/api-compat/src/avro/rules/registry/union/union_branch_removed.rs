//! A union has a branch less.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A union has a branch less.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "union-branch-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A union has a branch less.",
    explanation: "\
        Data that were written as the branch are read where another branch matches (a promotion, an alias), and \
        are not where none does.\n\nSee the Avro Specification 1.12, \"Unions\"; \"Schema Resolution\".",
    bad: (r#"["null", "string", "long"]"#, r#"["null", "string"]"#),
    good: (r#"["null", "string"]"#, r#"["null", "string"]"#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::BranchRemoved {
        return None;
    }
    let message = if change.words.1.is_empty() {
        format!("the branch {} was removed", change.item)
    } else {
        format!("the branch {} was removed; data that hold it are read as {}", change.item, change.words.1)
    };
    let safe =
        (Severity::NonBreaking, "data that hold it are read by another branch, or nobody reads them in this direction");
    Some(context.graded(&RULES[0], change, safe, message, "keep the branch"))
}
