//! Values no longer have to be unique.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// Values no longer have to be unique.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "unique-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "Values no longer have to be unique.",
    explanation: "\
        `INSERT … ON CONFLICT` that names the columns fails, and readers that expect one row may get two.\n\n\
        See the PostgreSQL manual, INSERT, ON CONFLICT; SQLite, \"UPSERT\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Constraint(dropped)) = &change.kind else { return None };
    let ConstraintKind::Unique(key) = &dropped.kind else { return None };
    let witness = witness::upsert(context, &context.old_relation(table), &key.columns);
    let finding = context.finding(
        &RULE,
        change,
        format!("({}) of table {table} no longer has to be unique (`{name}`)", key.columns.join(", ")),
        "upserts on these columns fail, and readers that expect one row may get two",
        "keep the constraint until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
