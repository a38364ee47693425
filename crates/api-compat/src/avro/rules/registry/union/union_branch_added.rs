//! A union has a branch more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A union has a branch more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "union-branch-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A union has a branch more.",
    explanation: "\
        All data that were written are read as before. A reader of the old version that meets the new branch \
        takes it by one of its own branches where one matches, and fails where none does.\n\nSee the Avro \
        Specification 1.12, \"Unions\"; \"Schema Resolution\".",
    bad: (r#"["null", "string"]"#, r#"["null", "string", "long"]"#),
    good: (r#"["null", "string"]"#, r#"["null", "string"]"#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::BranchAdded {
        return None;
    }
    let message = if change.words.0.is_empty() {
        format!("the branch {} was added", change.item)
    } else {
        format!("the branch {} was added; the old version reads it as {}", change.item, change.words.0)
    };
    let safe = (Severity::Additive, "no old data hold it");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "have readers with the branch everywhere before anybody writes it",
    ))
}
