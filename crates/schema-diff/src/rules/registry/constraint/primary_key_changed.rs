//! A table has another primary key.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// A table has another primary key.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "primary-key-changed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A table has another primary key.",
    explanation: "\
        Writers that write the new key twice fail, stored rows may hold it twice, and upserts that name the old \
        key fail.\n\n\
        See the PostgreSQL manual, 5.4.4 Primary Keys.",
    bad: (
        "CREATE TABLE users (id integer NOT NULL, email text NOT NULL, PRIMARY KEY (id));",
        "CREATE TABLE users (id integer NOT NULL, email text NOT NULL, PRIMARY KEY (email));",
    ),
    good: ("CREATE TABLE users (id integer PRIMARY KEY);", "CREATE TABLE users (id integer PRIMARY KEY, email text);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, _) = &change.path else { return None };
    let ChangeKind::Altered {
        aspect: Aspect::ConstraintDefinition,
        before: Object::Constraint(before),
        after: Object::Constraint(after),
    } = &change.kind
    else {
        return None;
    };
    let (ConstraintKind::PrimaryKey(old), ConstraintKind::PrimaryKey(new)) = (&before.kind, &after.kind) else {
        return None;
    };
    let (old_table, _) = context.old_table(table)?;
    let message =
        format!("table {table} had the primary key ({}) and has ({})", old.columns.join(", "), new.columns.join(", "));
    if old.columns == new.columns {
        let why = "only when, or how, the key is checked or kept differs";
        let finding = context.finding(&RULE, change, message, why, "see that upserts on the key still work");
        return Some(Finding { severity: Severity::PotentiallyBreaking, ..finding });
    }
    let tightened = !old.columns.iter().all(|column| new.columns.contains(column));
    let witness = if tightened {
        let error = texts::duplicate_error(context.dialect(), &old_table, &after.name, &new.columns);
        witness::insert_twice(context, &old_table, &new.columns, None, error)
    } else {
        witness::upsert(context, &old_table, &old.columns)
    };
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version may write the new key twice, and upserts on the old one fail",
        "keep a unique constraint on the old key until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
