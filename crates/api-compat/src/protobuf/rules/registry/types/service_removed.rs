//! A service is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A service is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "service-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A service is gone.",
    explanation: "\
        Code that was generated from it is gone, and so is what names it: other files, `Any` values, calls. \
        At the level of files that is so too where the package still has it, in a file of its own \
        right.\n\nSee the Protocol Buffers documentation, Language Guide, Updating A Message Type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "service Toys {}" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "service Toys {}" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "service Toys {}" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Service, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::missing(change),
        format!("{} is gone", change.subject()),
        "code that was generated from it, and what names it, finds nothing",
        "keep it, deprecated, until nobody uses it",
    ))
}
