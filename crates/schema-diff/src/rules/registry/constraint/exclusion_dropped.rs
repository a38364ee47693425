//! Rows may conflict with one another.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// Rows may conflict with one another.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "exclusion-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders],
    summary: "Rows may conflict with one another.",
    explanation: "\
        Readers of the running version may meet rows that the constraint ruled out.\n\n\
        See the PostgreSQL manual, 5.4.6 Exclusion Constraints.",
    bad: (
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
        "CREATE TABLE stay (room integer, during int4range);",
    ),
    good: (
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
        "CREATE TABLE stay (room integer, note text, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Constraint(dropped)) = &change.kind else { return None };
    let ConstraintKind::Exclusion(_) = &dropped.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("rows of table {table} may conflict (`{name}` is gone)"),
        "readers of the running version may meet rows that it ruled out",
        "write such rows only after the old version is gone",
    ))
}
