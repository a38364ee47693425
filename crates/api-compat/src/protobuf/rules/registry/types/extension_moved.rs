//! An extension is declared in another file.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// An extension is declared in another file.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-moved",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An extension is declared in another file.",
    explanation: "\
        Its full name is the same, so that nobody sees it on the wire; whoever imports the old file finds it \
        there no more, and generated code stands elsewhere.\n\nSee the Protocol Buffers documentation, \
        Language Guide, Importing Definitions.",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Extension, "", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::missing(change),
        format!("{} went from file {} to {}", change.subject(), change.old, change.new),
        "whoever imports the old file does not find it there",
        "import the new file publicly in the old one",
    ))
}
