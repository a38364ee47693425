//! Values no longer have to satisfy a condition.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// Values no longer have to satisfy a condition.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "check-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "Values no longer have to satisfy a condition.",
    explanation: "\
        Readers of the running version may meet values that the condition ruled out, as soon as somebody writes \
        one; such rows are in the way of a rollback.\n\n\
        See the PostgreSQL manual, 5.4.1 Check Constraints; SQLite, \"CREATE TABLE\", 3.7.",
    bad: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer);",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Constraint(dropped)) = &change.kind else { return None };
    let ConstraintKind::Check(check) = &dropped.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("table {table} no longer demands `{}` (`{name}`)", check.expression.text),
        "readers of the running version may meet values that it ruled out",
        "write such values only after the old version is gone",
    ))
}
