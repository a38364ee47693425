//! A column accepts NULL.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A column accepts NULL.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "not-null-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::NewWriters],
    summary: "A column accepts NULL.",
    explanation: "\
        As soon as the new version writes NULL, readers of the running version meet a value that they may not \
        expect; such rows are in the way of a rollback.\n\n\
        See the PostgreSQL manual, ALTER TABLE, DROP NOT NULL; SQLite, \"CREATE TABLE\", 3.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::NotNullDropped, before: Object::Column(_), after: Object::Column(_) } =
        &change.kind
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} accepts NULL now", change.path),
        "readers of the running version may not expect NULL, and new rows that hold it are in the way of a rollback",
        "write NULL only after the old version is gone",
    ))
}
