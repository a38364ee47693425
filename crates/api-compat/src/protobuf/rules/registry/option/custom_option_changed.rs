//! An option that others added is another one.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels};

/// An option that others added is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "custom-option-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An option that others added is another one.",
    explanation: "\
        What it means is known to those who read it: `google.api.http`, checks of values. On the wire nobody \
        sees it.\n\nSee the Protocol Buffers documentation, Language Guide, Custom Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/descriptor.proto\";" "extend google.protobuf.FieldOptions { string unit = 50001; }" "message Pet { int32 size = 1 [(unit) = \"cm\"]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/descriptor.proto\";" "extend google.protobuf.FieldOptions { string unit = 50001; }" "message Pet { int32 size = 1 [(unit) = \"mm\"]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/descriptor.proto\";" "extend google.protobuf.FieldOptions { string unit = 50001; }" "message Pet { int32 size = 1 [(unit) = \"cm\"]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/descriptor.proto\";" "extend google.protobuf.FieldOptions { string unit = 50001; }" "message Pet { int32 size = 1 [(unit) = 'cm']; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.field == "options" && change.item().starts_with('(')) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        change.option_message(),
        "those who read the option know what it means",
        "see what reads the option",
    ))
}
