//! A view has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A view has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "view-renamed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A view has another name.",
    explanation: "\
        Every query that names the view by its old name fails. Two views can stand side by side until the old \
        version is gone.\n\n\
        See the PostgreSQL manual, ALTER VIEW.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);
-- renamed from: people
CREATE VIEW persons AS SELECT id, email FROM users;",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users; CREATE VIEW addresses AS SELECT email FROM users;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::View(new), ChangeKind::Renamed { from: ObjectPath::View(old) }) = (&change.path, &change.kind)
    else {
        return None;
    };
    let witness = Some(witness::select_all(context, old));
    let finding = context.finding(
        &RULE,
        change,
        format!("view `{old}` is called `{new}`"),
        "every query with the old name fails",
        "keep a view with the old name until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
