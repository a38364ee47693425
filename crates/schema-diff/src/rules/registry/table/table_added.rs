//! A table is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A table is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "table-added",
    severity: Severity::Additive,
    kinds: EVERYWHERE,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A table is new.",
    explanation: "\
        A new table disturbs nobody. Its foreign keys lock the tables that they reference for a moment, and are \
        reported by themselves.\n\n\
        See the PostgreSQL manual, CREATE TABLE.",
    bad: ("", "CREATE TABLE users (id integer PRIMARY KEY);"),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Table(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody uses it yet", "nothing"))
}
