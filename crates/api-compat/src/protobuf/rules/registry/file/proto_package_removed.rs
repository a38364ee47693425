//! A package has no file left.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A package has no file left.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "proto-package-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A package has no file left.",
    explanation: "\
        All its types are gone, or have another full name: code, `Any` values, paths of calls and JSON that \
        name them find nothing.\n\nSee the Protocol Buffers documentation, Language Guide, Packages.",
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
    if !change.is(Element::Package, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::only(ProtobufLevel::Package),
        format!("{} has no file left", change.subject()),
        "everything that was named with it has another name now",
        "keep the package beside the new one until nobody uses it",
    ))
}
