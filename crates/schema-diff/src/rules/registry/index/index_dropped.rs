//! An index is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// An index is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "index-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "An index is gone.",
    explanation: "\
        Queries that used the index give the same results, slower. The schema does not show which do; the \
        engine's statistics do.\n\n\
        See the PostgreSQL manual, 11.1 Indexes; 28.2 pg_stat_user_indexes.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE UNIQUE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Dropped(Object::Index(dropped)) = &change.kind else { return None };
    if dropped.unique {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "queries that used it become slow",
        "see in the statistics of the engine that nobody uses it",
    ))
}
