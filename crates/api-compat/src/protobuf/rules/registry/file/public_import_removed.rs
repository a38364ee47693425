//! A file passes another one on no more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A file passes another one on no more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "public-import-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A file passes another one on no more.",
    explanation: "\
        Whoever imports the file saw the types of the one that it imported publicly, and does not see them \
        now.\n\nSee the Protocol Buffers documentation, Language Guide, Importing Definitions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "import public \"google/protobuf/empty.proto\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/empty.proto\";" "message Pet { google.protobuf.Empty nothing = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "import public \"google/protobuf/empty.proto\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "import public \"google/protobuf/empty.proto\";" "message Pet { google.protobuf.Empty nothing = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "public_dependency", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::File),
        format!("{} does not pass `{}` on any more", change.subject(), change.item()),
        "a file that imports it, and uses types of the other one, does not compile",
        "import it publicly again, or tell users to import the other file themselves",
    ))
}
