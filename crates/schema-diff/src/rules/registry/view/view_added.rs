//! A view is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A view is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "view-added",
    severity: Severity::Additive,
    kinds: EVERYWHERE,
    who_breaks: &[Party::NewReaders],
    summary: "A view is new.",
    explanation: "\
        A new view disturbs nobody.\n\n\
        See the PostgreSQL manual, CREATE VIEW; SQLite, \"CREATE VIEW\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::View(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody reads it yet", "nothing"))
}
