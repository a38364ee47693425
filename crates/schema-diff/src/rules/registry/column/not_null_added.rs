//! A column refuses NULL.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column refuses NULL.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "not-null-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A column refuses NULL.",
    explanation: "\
        Writers of the running version that leave the column out or send NULL fail, and stored rows may hold \
        NULL. Fill the column, keep it filled by a default or trigger, and refuse NULL after the old version is \
        gone; a validated CHECK saves the scan.\n\n\
        See the PostgreSQL manual, ALTER TABLE, SET NOT NULL; SQLite, \"CREATE TABLE\", 3.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Altered { aspect: Aspect::NotNullAdded, before: Object::Column(before), after: Object::Column(_) } =
        &change.kind
    else {
        return None;
    };
    let (old_table, _) = context.old_table(table)?;
    let witness = witness::insert_null(context, &old_table, &before.name);
    let finding = context.finding(
        &RULE,
        change,
        format!("column {table}.{name} refuses NULL now"),
        "the running version may write NULL, and stored rows may hold it",
        "fill the column first, and add NOT NULL after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
