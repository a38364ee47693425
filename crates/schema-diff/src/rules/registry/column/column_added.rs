//! A column is new, and writers may leave it out.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::types;

/// A column is new, and writers may leave it out.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-added",
    severity: Severity::Additive,
    kinds: EVERYWHERE,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A column is new, and writers may leave it out.",
    explanation: "\
        The running version neither reads nor writes the column. Sessions that prepared `SELECT *` before fail \
        once with \"cached plan must not change result type\" on PostgreSQL; name the columns instead.\n\n\
        See the PostgreSQL manual, ALTER TABLE; SQLite, \"ALTER TABLE\", 4.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Column(added)) = &change.kind else { return None };
    if types::is_required(added) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} is new", change.path),
        "the running version may leave it out",
        "name the columns in statements instead of writing `SELECT *`",
    ))
}
