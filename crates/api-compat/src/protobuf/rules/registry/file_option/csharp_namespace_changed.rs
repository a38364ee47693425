//! The namespace in C# is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The namespace in C# is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "csharp-namespace-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The namespace in C# is another one.",
    explanation: "\
        The option `csharp_namespace` decides what is generated: every `using` of the old namespace finds \
        nothing. On the wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language \
        Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option csharp_namespace = \"Pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option csharp_namespace = \"Animals\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option csharp_namespace = \"Pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option csharp_namespace = \"Pets\";" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "csharp_namespace") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "every `using` of the old namespace finds nothing",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
