//! A column is new, refuses NULL and has no default.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::types;
use crate::rules::witness;

/// A column is new, refuses NULL and has no default.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "required-column-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A column is new, refuses NULL and has no default.",
    explanation: "\
        The running version does not know the column, so each of its `INSERT`s leaves it out and fails; rows that \
        are stored already have no value for it. Give it a default, or add it nullable, fill it, and refuse NULL \
        once the old version is gone.\n\n\
        See the PostgreSQL manual, 5.6.1 Adding a Column; SQLite, \"ALTER TABLE\", 4.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text NOT NULL);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text NOT NULL DEFAULT '');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Column(added)) = &change.kind else { return None };
    if !types::is_required(added) {
        return None;
    }
    let (old_table, _) = context.old_table(table)?;
    let error = witness::null_error(context.dialect(), table, name);
    let witness = witness::insert(context, &old_table, &[], error);
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is new, refuses NULL and has no default", change.path),
        "every `INSERT` of the running version leaves it out and fails; stored rows have no value for it",
        "give it a default, or add it nullable, fill it, and add NOT NULL after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
