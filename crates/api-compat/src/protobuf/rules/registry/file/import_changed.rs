//! A file imports other files.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A file imports other files.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "import-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A file imports other files.",
    explanation: "\
        What it takes from them is said where it is used.\n\nSee the Protocol Buffers documentation, \
        Language Guide, Importing Definitions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "import \"google/protobuf/empty.proto\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let fields = ["dependency", "weak_dependency", "public_dependency"];
    let is_public_removed = change.is(Element::File, "public_dependency", Edit::Removed);
    if change.element != Element::File || !fields.contains(&change.field) || is_public_removed {
        return None;
    }
    let what = match (change.field, change.edit) {
        ("weak_dependency", Edit::Added) => "weakly imports",
        ("weak_dependency", _) => "imports not weakly any more",
        ("public_dependency", _) => "passes on",
        (_, Edit::Removed) => "does not import any more",
        _ => "imports",
    };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} {what} `{}`", change.subject(), change.item()),
        "what it takes from there is said where it is used",
        "nothing",
    ))
}
