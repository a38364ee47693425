//! An enumeration has a new label.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An enumeration has a new label.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-value-added",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::NewWriters],
    summary: "An enumeration has a new label.",
    explanation: "\
        The running version meets a label that it does not know as soon as somebody writes it; programs often map \
        labels to a closed type of their own. The new label cannot be used in the transaction that adds it, and \
        cannot be taken away again without rewriting the type.\n\n\
        See the PostgreSQL manual, ALTER TYPE.",
    bad: ("CREATE TYPE mood AS ENUM ('sad');", "CREATE TYPE mood AS ENUM ('sad', 'happy');"),
    good: (
        "CREATE TYPE mood AS ENUM ('sad');",
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE weather AS ENUM ('sun', 'rain', 'snow');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::EnumLabels, before: Object::Enum(before), after: Object::Enum(after) } =
        &change.kind
    else {
        return None;
    };
    if before.labels.iter().any(|label| !after.labels.contains(label)) {
        return None;
    }
    let new: Vec<&str> = after.labels.iter().filter(|it| !before.labels.contains(it)).map(String::as_str).collect();
    if new.is_empty() {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} has the new label `{}`", change.path, new.join("`, `")),
        "the running version may not know what to do with the label when it reads one",
        "deploy a version that can read the label before any version writes it",
    ))
}
