//! An extension came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// An extension came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An extension came.",
    explanation: "\
        Nothing that was there refers to it.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Updating A Message Type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/descriptor.proto\";" "extend google.protobuf.FieldOptions { string unit = 50001; }" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Extension, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} is new", change.subject()),
        "nothing that was there refers to it",
        "nothing",
    ))
}
