//! Values have to satisfy a condition.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// Values have to satisfy a condition.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "check-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Values have to satisfy a condition.",
    explanation: "\
        Writers of the running version that write a value for which the condition is false fail, and stored rows \
        may hold one. Add it `NOT VALID`, repair the rows, then validate.\n\n\
        See the PostgreSQL manual, 5.4.1 Check Constraints; SQLite, \"CREATE TABLE\", 3.7.",
    bad: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer);",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Constraint(added)) = &change.kind else { return None };
    let ConstraintKind::Check(check) = &added.kind else { return None };
    let message = format!("table {table} demands `{}`", check.expression.text);
    let (old_table, _) = context.old_table(table)?;
    if texts::only_new_columns(context, &old_table, table, &check.expression) {
        let why = "it concerns new columns only, which the running version leaves out";
        let finding = context.finding(&RULE, change, message, why, "see that the defaults of these columns satisfy it");
        return Some(Finding { severity: Severity::Additive, who_breaks: Vec::new(), ..finding });
    }
    let error = match context.dialect() {
        Dialect::Postgres => format!("violates check constraint \"{name}\""),
        _ => "CHECK constraint failed".to_owned(),
    };
    let witness = witness::insert_violating(context, &old_table, &check.expression, error);
    let who_breaks = texts::tightened(added);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version may write rows for which it is false, and stored rows may be such",
        "add it NOT VALID, repair the rows, and validate it after the old version is gone",
    );
    Some(Finding { who_breaks, witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn the_witness_violates_the_condition() {
        let finding = testing::only(&RULE, RULE.bad.0, RULE.bad.1);
        let statement = finding.witness.map(|witness| witness.statement);
        assert_eq!(statement.as_deref(), Some("INSERT INTO public.sale (id, price) VALUES (1, 0)"));
    }
}
