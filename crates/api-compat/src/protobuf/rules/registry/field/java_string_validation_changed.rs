//! A string is looked at for being UTF-8 in Java, or is not any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, NEW_TO_OLD, OLD_TO_NEW, ProtobufLevel, Who};

/// A string is looked at for being UTF-8 in Java, or is not any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "java-string-validation-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A string is looked at for being UTF-8 in Java, or is not any more.",
    explanation: "\
        `java_string_check_utf8`, and `features.(pb.java).utf8_validation` in editions, decide whether Java \
        refuses a string that is no UTF-8.\n\nSee the Protocol Buffers documentation, Feature Settings for \
        Editions, features.(pb.java).utf8_validation.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "option java_string_check_utf8 = true;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "option java_string_check_utf8 = true;" "message Pet { optional bytes name = 1; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional bytes name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("java_utf8_validation") {
        return None;
    }
    // Who begins to look refuses what was written before; who ceases to writes what others refuse.
    let ways = if change.new == "VERIFY" { OLD_TO_NEW } else { NEW_TO_OLD };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package).whom(Who::generated(ways)),
        format!("{}: the check for UTF-8 in Java was {}, and is {}", change.subject(), change.old, change.new),
        "Java refuses a string on one side that it takes on the other",
        "leave the option as it was",
    ))
}
