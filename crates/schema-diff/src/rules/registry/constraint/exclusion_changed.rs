//! Rows must not conflict in another way.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// Rows must not conflict in another way.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "exclusion-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Rows must not conflict in another way.",
    explanation: "\
        Writers of the running version may write rows that conflict in the new sense, and stored rows may \
        conflict.\n\n\
        See the PostgreSQL manual, 5.4.6 Exclusion Constraints.",
    bad: (
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH =));",
    ),
    good: (
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
        "CREATE TABLE stay (room integer, note text, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
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
    let (ConstraintKind::Exclusion(_), ConstraintKind::Exclusion(_)) = (&before.kind, &after.kind) else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("rows of table {table} must not conflict in another way (`{}`)", after.name),
        "the running version may write rows that conflict now, and stored rows may conflict",
        "resolve the conflicts first, and change it after the old version is gone",
    ))
}
