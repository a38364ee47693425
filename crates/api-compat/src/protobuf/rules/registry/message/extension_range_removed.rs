//! Numbers of a message are for extensions no more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// Numbers of a message are for extensions no more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-range-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Numbers of a message are for extensions no more.",
    explanation: "\
        Files that extend the message under such a number do not compile.\n\nSee the Protocol Buffers \
        documentation, Extension Declarations.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 149; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 299; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Message, "extension_range", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!(
            "{}: {} of the range {} cannot be used for extensions any more",
            change.subject(),
            change.item(),
            change.old
        ),
        "a file that extends the message under such a number does not compile",
        "leave the range",
    ))
}
