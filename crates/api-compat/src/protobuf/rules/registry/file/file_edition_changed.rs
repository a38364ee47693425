//! A file is of another edition.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A file is of another edition.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "file-edition-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A file is of another edition.",
    explanation: "\
        Features have other defaults; each that changes something is said for itself.\n\nSee the Protocol \
        Buffers documentation, Feature Settings for Editions.",
    bad: (
        lines!("edition = \"2023\";" "package pets;" "message Pet { int32 age = 1; }"),
        lines!("edition = \"2024\";" "package pets;" "message Pet { int32 age = 1; }"),
    ),
    good: (
        lines!("edition = \"2023\";" "package pets;" "message Pet { int32 age = 1; }"),
        lines!("edition = \"2023\";" "package pets;" "message Pet { int32 age = 1; int32 legs = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "edition", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} went from {} to {}", change.subject(), change.old, change.new),
        "what its defaults change is said for itself",
        "nothing",
    ))
}
