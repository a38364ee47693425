//! Values have to be unique.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// Values have to be unique.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "unique-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Values have to be unique.",
    explanation: "\
        Writers of the running version that write a value twice fail, and stored rows may hold it twice. Remove \
        the duplicates, build the index concurrently, and add the constraint `USING INDEX` after the old version \
        is gone.\n\n\
        See the PostgreSQL manual, 5.4.3 Unique Constraints; SQLite, \"CREATE TABLE\", 3.6.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Constraint(added)) = &change.kind else { return None };
    let ConstraintKind::Unique(key) = &added.kind else { return None };
    let (old_table, _) = context.old_table(table)?;
    let error = texts::duplicate_error(context.dialect(), &old_table, name, &key.columns);
    let witness = witness::insert_twice(context, &old_table, &key.columns, None, error);
    let finding = context.finding(
        &RULE,
        change,
        format!("({}) of table {table} has to be unique", key.columns.join(", ")),
        "the running version may write a value twice, and stored rows may hold it twice",
        "remove duplicates first, and add the constraint after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
