//! A column is sorted and compared by another collation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Column, Object};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A column is sorted and compared by another collation.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-collation-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A column is sorted and compared by another collation.",
    explanation: "\
        `ORDER BY`, `<`, and with a nondeterministic collation also `=`, give other results; unique constraints \
        may find duplicates. Indexes over the column are rebuilt.\n\n\
        See the PostgreSQL manual, 24.2 Collation Support; SQLite, \"Datatypes\", 7.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text COLLATE \"C\");",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ColumnCollation,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    let shown = |column: &Column| {
        column.collation.as_ref().map_or_else(|| "the default collation".to_owned(), |it| format!("collation `{it}`"))
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} had {} and has {}", change.path, shown(before), shown(after)),
        "sorting, ranges and perhaps equality give other results",
        "name the collation in the queries that depend on it",
    ))
}
