//! A unique index is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;

/// A unique index is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "unique-index-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A unique index is new.",
    explanation: "\
        Writers of the running version that write a value twice fail, and stored rows may hold it twice; then the \
        index cannot be built.\n\n\
        See the PostgreSQL manual, 11.6 Unique Indexes; SQLite, \"CREATE INDEX\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE UNIQUE INDEX by_email ON users (email);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Index(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Index(added)) = &change.kind else { return None };
    if !added.unique {
        return None;
    }
    let witness = texts::duplicate_row(context, table, name, added);
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is new and unique", change.path),
        "the running version may write a value twice, and stored rows may hold it twice",
        "remove duplicates first, and add it after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
