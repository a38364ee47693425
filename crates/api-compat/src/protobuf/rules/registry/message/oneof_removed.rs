//! A oneof is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A oneof is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oneof-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A oneof is gone.",
    explanation: "\
        Code that asks which of its fields is set does not compile. What becomes of its fields is said of \
        each.\n\nSee the Protocol Buffers documentation, Language Guide, Oneof, Backwards-compatibility \
        Issues.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; } }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string nick = 1; string full = 2; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; } }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; string code = 3; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Oneof, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!("{} is gone", change.subject()),
        "code that asks which of its fields is set does not compile",
        "leave it, and mark its fields as deprecated",
    ))
}
