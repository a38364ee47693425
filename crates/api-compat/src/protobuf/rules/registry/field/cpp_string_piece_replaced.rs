//! A string is no piece in C++ any more.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels};

/// A string is no piece in C++ any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "cpp-string-piece-replaced",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A string is no piece in C++ any more.",
    explanation: "\
        `STRING_PIECE` gives the same accessors as `STRING`.\n\nSee the Protocol Buffers documentation, \
        descriptor.proto, FieldOptions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [ctype = STRING_PIECE]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [ctype = CORD]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is_of_field("ctype") && (change.old.as_str(), change.new.as_str()) == ("STRING_PIECE", "STRING")) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} was `STRING_PIECE` in C++, and is `STRING`", change.subject()),
        "accessors are the same",
        "nothing",
    ))
}
