//! A view is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A view is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "view-dropped",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A view is gone.",
    explanation: "\
        Every query that names the view fails.\n\n\
        See the PostgreSQL manual, DROP VIEW; SQLite, \"DROP VIEW\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users; CREATE VIEW addresses AS SELECT email FROM users;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::View(name), ChangeKind::Dropped(Object::View(_))) = (&change.path, &change.kind) else {
        return None;
    };
    let witness = Some(witness::select_all(context, name));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "every query of the running version that names it fails",
        "drop it after the old version of the application is gone",
    );
    Some(Finding { witness, ..finding })
}
