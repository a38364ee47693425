//! Numbers or names of a message are reserved no more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// Numbers or names of a message are reserved no more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-reservation-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "Numbers or names of a message are reserved no more.",
    explanation: "\
        They were reserved because something had them before. What is given such a number or name now is \
        read from old data, and by old programs, as what it was.\n\nSee the Protocol Buffers documentation, \
        Language Guide, Reserved Field Numbers.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { reserved 2, 4 to 6; reserved \"tag\"; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { reserved 2, 4; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { reserved 2, 4; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { reserved 2, 4 to 6; reserved \"tag\"; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let range = change.is(Element::Message, "reserved_range", Edit::Removed);
    let name = change.is(Element::Message, "reserved_name", Edit::Removed);
    if !(range || name) {
        return None;
    }
    let what = if range {
        format!("{} of the range {}", change.item(), change.old)
    } else {
        format!("the name `{}`", change.item())
    };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{}: {what} is not reserved any more", change.subject()),
        "what is given it next is taken for what had it before",
        "leave it reserved",
    ))
}
