//! A table has no primary key any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A table has no primary key any more.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "primary-key-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "A table has no primary key any more.",
    explanation: "\
        `INSERT … ON CONFLICT` that names the key fails, foreign keys cannot reference it, duplicates may come \
        in, and logical replication cannot tell rows apart.\n\n\
        See the PostgreSQL manual, 5.4.4 Primary Keys; INSERT, ON CONFLICT.",
    bad: ("CREATE TABLE users (id integer PRIMARY KEY);", "CREATE TABLE users (id integer NOT NULL);"),
    good: ("CREATE TABLE users (id integer PRIMARY KEY);", "CREATE TABLE users (id integer PRIMARY KEY, email text);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Constraint(dropped)) = &change.kind else { return None };
    let ConstraintKind::PrimaryKey(key) = &dropped.kind else { return None };
    let witness = witness::upsert(context, &context.old_relation(table), &key.columns);
    let finding = context.finding(
        &RULE,
        change,
        format!("table {table} no longer has the primary key `{name}`"),
        "upserts that name the key fail, and duplicates may come in",
        "keep the key, or a unique constraint on its columns, until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
