//! A table has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A table has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "table-renamed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A table has another name.",
    explanation: "\
        Every statement that names the table by its old name fails from the moment of the rename. A view with the \
        old name over the renamed table keeps both versions at work.\n\n\
        See the PostgreSQL manual, ALTER TABLE; SQLite, \"ALTER TABLE\", 2.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "-- renamed from: users
CREATE TABLE accounts (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE TABLE orders (number integer PRIMARY KEY, total numeric, placed text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Table(new), ChangeKind::Renamed { from: ObjectPath::Table(old) }) = (&change.path, &change.kind)
    else {
        return None;
    };
    let witness = Some(witness::select_all(context, old));
    let finding = context.finding(
        &RULE,
        change,
        format!("table `{old}` is called `{new}`"),
        "every statement with the old name fails",
        "put a view with the old name over the renamed table until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
