//! A file is of another package.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A file is of another package.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "file-package-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A file is of another package.",
    explanation: "\
        All its types have other full names: generated code does not compile, calls go to paths that nobody \
        serves, and `Any` values name types that nobody knows.\n\nSee the Protocol Buffers documentation, \
        Language Guide, Packages.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets.v1;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets.v2;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets.v1;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets.v1;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "package", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} went from package `{}` to `{}`", change.subject(), change.old, change.new),
        "its types have other full names: calls and `Any` values name what is not there",
        "add the new package as files of its own, and keep the old one until nobody uses it",
    ))
}
