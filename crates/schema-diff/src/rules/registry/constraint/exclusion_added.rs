//! Rows must not conflict with one another.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// Rows must not conflict with one another.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "exclusion-added",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Rows must not conflict with one another.",
    explanation: "\
        Writers of the running version that write a conflicting row fail, and stored rows may conflict. There is \
        no form that does not lock and scan the table.\n\n\
        See the PostgreSQL manual, 5.4.6 Exclusion Constraints.",
    bad: (
        "CREATE TABLE stay (room integer, during int4range);",
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
    ),
    good: (
        "CREATE TABLE stay (room integer, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
        "CREATE TABLE stay (room integer, note text, during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Constraint(added)) = &change.kind else { return None };
    let ConstraintKind::Exclusion(exclusion) = &added.kind else { return None };
    let (old_table, old) = context.old_table(table)?;
    let mentioned = |name: &&String| exclusion.elements.iter().any(|element| element.expression.mentions(name));
    let columns: Vec<String> = old.columns.iter().map(|column| &column.name).filter(mentioned).cloned().collect();
    let error = format!("conflicting key value violates exclusion constraint \"{name}\"");
    let witness = witness::insert_twice(context, &old_table, &columns, exclusion.predicate.as_ref(), error);
    let finding = context.finding(
        &RULE,
        change,
        format!("rows of table {table} must not conflict (`{name}`)"),
        "the running version may write conflicting rows, and stored rows may conflict",
        "resolve the conflicts first, and add it after the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
