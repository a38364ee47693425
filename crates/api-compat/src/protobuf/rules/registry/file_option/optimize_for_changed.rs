//! Code is generated for another aim.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// Code is generated for another aim.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "optimize-for-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Code is generated for another aim.",
    explanation: "\
        The option `optimize_for` decides what is generated: what is generated has other base classes and \
        lacks reflection, or has it. On the wire nobody sees the difference.\n\nSee the Protocol Buffers \
        documentation, Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option optimize_for = SPEED;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option optimize_for = LITE_RUNTIME;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option optimize_for = SPEED;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option optimize_for = SPEED;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "optimize_for") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "what is generated has other base classes and lacks reflection, or has it",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
