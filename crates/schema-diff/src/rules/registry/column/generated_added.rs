//! A column is computed.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column is computed.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "generated-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A column is computed.",
    explanation: "\
        Writers that give the column a value fail, and the stored values give way to computed ones.\n\n\
        See the PostgreSQL manual, 5.3 Generated Columns; SQLite, \"Generated Columns\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);",
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
    let (None, Some(_)) = (&before.generated, &after.generated) else { return None };
    let (old_table, _) = context.old_table(table)?;
    let error = match context.dialect() {
        Dialect::Postgres => format!("cannot insert a non-DEFAULT value into column \"{name}\""),
        _ => format!("cannot INSERT into generated column \"{name}\""),
    };
    let witness = witness::insert_value(context, &old_table, before, error);
    let finding = context.finding(
        &RULE,
        change,
        format!("column {table}.{name} is computed now"),
        "writers of the running version that give it a value fail, and stored values are replaced",
        "add a computed column beside it, and drop the old one after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
