//! A file is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A file is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "proto-file-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A file is gone.",
    explanation: "\
        Whoever imports it, or the code that is generated from it, finds nothing under its name. What it \
        declared may stand in another file, which is said of each type; on the wire nobody sees the \
        difference.\n\nSee the Protocol Buffers documentation, Language Guide, Importing Definitions.",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::only(ProtobufLevel::File),
        format!("{} is gone", change.subject()),
        "whoever imports it, or what is generated from it, finds nothing",
        "leave a file of that name that imports publicly what it held",
    ))
}
