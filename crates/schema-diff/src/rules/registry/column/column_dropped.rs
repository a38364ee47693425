//! A column is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-dropped",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "A column is gone.",
    explanation: "\
        Every statement of the running version that names the column fails, and its values are lost unless they \
        are archived. Stop using it first; drop it after the old version is gone.\n\n\
        See the PostgreSQL manual, 5.6.2 Removing a Column; SQLite, \"ALTER TABLE\", 5.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Column(_)) = &change.kind else { return None };
    let old_table = context.old_relation(table);
    let witness = Some(witness::select_column(context, &old_table, name));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "statements of the running version that name it fail, and its values are lost",
        "let the application stop using it first; drop it, with its values archived, after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
