//! Other values have to be unique.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// Other values have to be unique.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "unique-changed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Other values have to be unique.",
    explanation: "\
        Writers of the running version may write twice what has to be unique now, and upserts that name the old \
        columns fail.\n\n\
        See the PostgreSQL manual, 5.4.3 Unique Constraints; SQLite, \"CREATE TABLE\", 3.6.",
    bad: (
        "CREATE TABLE users (a integer, b integer, CONSTRAINT one UNIQUE (a, b));",
        "CREATE TABLE users (a integer, b integer, CONSTRAINT one UNIQUE (a));",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, phone text);",
    ),
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
    let (ConstraintKind::Unique(old), ConstraintKind::Unique(new)) = (&before.kind, &after.kind) else { return None };
    let (old_table, _) = context.old_table(table)?;
    let message = format!("table {table} had ({}) unique and has ({})", old.columns.join(", "), new.columns.join(", "));
    if old.columns == new.columns {
        let why = "only when, or how, it is checked differs: within a transaction, or for NULL";
        let finding = context.finding(&RULE, change, message, why, "see that the running version copes with both");
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
        "the running version may write twice what has to be unique now, and upserts on the old columns fail",
        "add the new constraint beside the old one, and drop the old one after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
