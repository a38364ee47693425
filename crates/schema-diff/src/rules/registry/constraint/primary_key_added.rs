//! A table has a primary key.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// A table has a primary key.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "primary-key-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A table has a primary key.",
    explanation: "\
        Writers that write a key twice, or NULL into it, fail, and stored rows may already do so. On PostgreSQL \
        the index is built first, concurrently, and the key added with `USING INDEX`.\n\n\
        See the PostgreSQL manual, 5.4.4 Primary Keys; SQLite, \"CREATE TABLE\", 3.5.",
    bad: ("CREATE TABLE users (id integer NOT NULL);", "CREATE TABLE users (id integer PRIMARY KEY);"),
    good: ("CREATE TABLE users (id integer NOT NULL);", "CREATE TABLE users (id integer NOT NULL, email text);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Constraint(added)) = &change.kind else { return None };
    let ConstraintKind::PrimaryKey(key) = &added.kind else { return None };
    let (old_table, _) = context.old_table(table)?;
    let error = texts::duplicate_error(context.dialect(), &old_table, name, &key.columns);
    let witness = witness::insert_twice(context, &old_table, &key.columns, None, error);
    let finding = context.finding(
        &RULE,
        change,
        format!("table {table} has the primary key ({})", key.columns.join(", ")),
        "the running version may write a key twice, and stored rows may hold it twice",
        "remove duplicates first, and add the key after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
