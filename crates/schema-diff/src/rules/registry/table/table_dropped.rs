//! A table is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A table is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "table-dropped",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "A table is gone.",
    explanation: "\
        Every statement that names the table fails, and its rows are lost unless they are archived.\n\n\
        See the PostgreSQL manual, DROP TABLE; SQLite, \"DROP TABLE\".",
    bad: ("CREATE TABLE users (id integer PRIMARY KEY, email text);", ""),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE TABLE orders (id integer PRIMARY KEY, total numeric, placed text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Table(name), ChangeKind::Dropped(Object::Table(_))) = (&change.path, &change.kind) else {
        return None;
    };
    let witness = Some(witness::select_all(context, name));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "every statement of the running version that names it fails, and its rows are lost",
        "let the application stop using it first; drop it, with its rows archived, after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
