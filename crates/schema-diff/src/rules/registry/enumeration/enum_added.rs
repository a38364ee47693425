//! An enumeration is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An enumeration is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "An enumeration is new.",
    explanation: "\
        A new type disturbs nobody.\n\n\
        See the PostgreSQL manual, CREATE TYPE.",
    bad: ("", "CREATE TYPE mood AS ENUM ('sad', 'happy');"),
    good: ("CREATE TYPE mood AS ENUM ('sad');", "CREATE TYPE mood AS ENUM ('sad');"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Enum(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody uses it yet", "nothing"))
}
