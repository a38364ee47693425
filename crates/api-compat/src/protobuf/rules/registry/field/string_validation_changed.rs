//! A string is looked at for being UTF-8, or is not any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, NEW_TO_OLD, OLD_TO_NEW, ProtobufLevel, Who};

/// A string is looked at for being UTF-8, or is not any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "string-validation-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A string is looked at for being UTF-8, or is not any more.",
    explanation: "\
        A reader that looks refuses a message with a string that is no UTF-8; one that does not look takes \
        it.\n\nSee the Protocol Buffers documentation, Feature Settings for Editions, \
        features.utf8_validation.",
    bad: (
        lines!("edition = \"2023\";" "package pets;" "message Pet { string name = 1 [features.utf8_validation = NONE]; }"),
        lines!("edition = \"2023\";" "package pets;" "message Pet { string name = 1; }"),
    ),
    good: (
        lines!("edition = \"2023\";" "package pets;" "message Pet { string name = 1 [features.utf8_validation = VERIFY]; }"),
        lines!("edition = \"2023\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("utf8_validation") {
        return None;
    }
    // Who begins to look refuses what was written before; who ceases to writes what others refuse.
    let ways = if change.new == "VERIFY" { OLD_TO_NEW } else { NEW_TO_OLD };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package).whom(Who::generated(ways)),
        format!("{}: the check for UTF-8 was {}, and is {}", change.subject(), change.old, change.new),
        "one side refuses a string that the other one takes",
        "set `features.utf8_validation` to what it was",
    ))
}
