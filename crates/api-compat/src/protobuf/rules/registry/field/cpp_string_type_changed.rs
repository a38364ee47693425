//! A string has another type in C++.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, ProtobufLevel};

/// A string has another type in C++.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "cpp-string-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A string has another type in C++.",
    explanation: "\
        `ctype`, and `features.(pb.cpp).string_type` in editions, decide what accessors take and give: \
        `std::string`, `absl::Cord`, `absl::string_view`. From `STRING_PIECE` to `STRING` nothing \
        changes.\n\nSee the Protocol Buffers documentation, Feature Settings for Editions, \
        features.(pb.cpp).string_type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [ctype = CORD]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [ctype = STRING_PIECE]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is_of_field("ctype") && (change.old.as_str(), change.new.as_str()) != ("STRING_PIECE", "STRING")) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!("{} was `{}` in C++, and is `{}`", change.subject(), change.old, change.new),
        "accessors in C++ take and give another type",
        "leave the type as it was",
    ))
}
