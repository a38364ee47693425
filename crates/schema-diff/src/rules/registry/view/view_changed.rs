//! A view is computed differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;

/// A view is computed differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "view-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A view is computed differently.",
    explanation: "\
        The columns that readers know are still there, but the rows or values in them may differ; the schema does \
        not show whether somebody relies on the old ones.\n\n\
        See the PostgreSQL manual, CREATE VIEW; SQLite, \"CREATE VIEW\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users WHERE id > 0;",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users;",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE VIEW people AS SELECT id, email FROM users; CREATE VIEW addresses AS SELECT email FROM users;",
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
    if !texts::lost_columns(before, after).is_empty() {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} is computed differently", change.path),
        "readers may get other rows or values than before",
        "compare the results of both queries on real data; give a different meaning a different name",
    ))
}
