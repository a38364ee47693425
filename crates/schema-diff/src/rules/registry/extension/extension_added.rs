//! An extension is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An extension is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "extension-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "An extension is new.",
    explanation: "\
        An extension adds types, functions and operators that nobody uses yet. It has to be installed on every \
        server of the database before.\n\n\
        See the PostgreSQL manual, CREATE EXTENSION.",
    bad: ("", "CREATE EXTENSION pgcrypto;"),
    good: ("CREATE EXTENSION pgcrypto;", "CREATE EXTENSION pgcrypto;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Extension(_)) = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is new", change.path),
        "nobody uses it yet",
        "see that every server of the database has its files",
    ))
}
