//! A view has lost columns.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// A view has lost columns.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "view-columns-dropped",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A view has lost columns.",
    explanation: "\
        Queries that name such a column fail. `CREATE OR REPLACE VIEW` refuses to take columns away, so the view \
        is dropped and created anew, with everything that depends on it.\n\n\
        See the PostgreSQL manual, CREATE VIEW.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id FROM users;",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email, 1 AS version FROM users;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ViewDefinition,
        before: Object::View(before),
        after: Object::View(after),
    } = &change.kind
    else {
        return None;
    };
    let lost = texts::lost_columns(before, after);
    let first = lost.first()?;
    let witness = Some(witness::select_column(context, &context.old_relation(change.path.relation()?), first));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} no longer has `{}`", change.path, lost.join("`, `")),
        "queries of the running version that name the column fail",
        "keep the columns until the old version is gone, or make a second view",
    );
    Some(Finding { witness, ..finding })
}
