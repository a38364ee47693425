//! A column is no longer computed.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column is no longer computed.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "generated-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A column is no longer computed.",
    explanation: "\
        Nobody keeps the column up any more: the running version leaves it out, so new rows hold NULL or the \
        default, and changes of the other columns do not reach it.\n\n\
        See the PostgreSQL manual, ALTER TABLE, DROP EXPRESSION; SQLite, \"Generated Columns\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer, third integer);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Altered {
        aspect: Aspect::ColumnGenerated,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    let (Some(_), None) = (&before.generated, &after.generated) else { return None };
    let message = format!("column {table}.{name} is no longer computed");
    let advice = "let a trigger compute it until the old version is gone";
    if !after.not_null || after.default.is_some() {
        return Some(context.finding(
            &RULE,
            change,
            message,
            "the running version leaves it out, so it grows stale",
            advice,
        ));
    }
    let (old_table, _) = context.old_table(table)?;
    let witness = witness::insert_without(context, &old_table, name);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version leaves it out and fails, since it refuses NULL",
        advice,
    );
    Some(Finding { severity: Severity::Breaking, witness, ..finding })
}
