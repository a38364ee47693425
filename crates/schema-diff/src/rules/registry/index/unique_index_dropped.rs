//! A unique index is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// A unique index is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "unique-index-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A unique index is gone.",
    explanation: "\
        `INSERT … ON CONFLICT` that names its columns fails, readers that expect one row may get two, and queries \
        become slow.\n\n\
        See the PostgreSQL manual, 11.6 Unique Indexes; INSERT, ON CONFLICT.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE UNIQUE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Index(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Index(dropped)) = &change.kind else { return None };
    if !dropped.unique {
        return None;
    }
    let columns = texts::plain_columns(dropped);
    let witness = columns.and_then(|columns| witness::upsert(context, &context.old_relation(table), &columns));
    let finding = context.finding(
        &RULE,
        change,
        format!("unique index `{name}` on {table} is gone"),
        "upserts on its columns fail, and readers that expect one row may get two",
        "keep it until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
