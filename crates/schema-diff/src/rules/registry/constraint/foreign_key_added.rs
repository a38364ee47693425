//! Rows have to reference rows that exist.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// Rows have to reference rows that exist.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "foreign-key-added",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Rows have to reference rows that exist.",
    explanation: "\
        Writers of the running version that write a reference to nothing fail, deletes of referenced rows fail or \
        cascade, and stored rows may reference nothing. Add it `NOT VALID`, repair the rows, then validate. On a \
        new table only the deletes matter.\n\n\
        See the PostgreSQL manual, 5.4.5 Foreign Keys; SQLite, \"Foreign Key Support\".",
    bad: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer);",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
    ),
    good: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, note text, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Added(Object::Constraint(added)) = &change.kind else { return None };
    let ConstraintKind::ForeignKey(key) = &added.kind else { return None };
    let message = format!("({}) of table {table} has to reference {}", key.columns.join(", "), key.references);
    let Some((old_table, old)) = context.old_table(table) else {
        let why = "the running version cannot delete a row of the other table that a new row references";
        let advice = "choose what a delete does: refuse, cascade, or set NULL";
        let finding = context.finding(&RULE, change, message, why, advice);
        let known = context.old_table(&key.references).is_some();
        let severity = if known { Severity::PotentiallyBreaking } else { Severity::Additive };
        return Some(Finding { severity, who_breaks: vec![Party::OldWriters], ..finding });
    };
    let new_column = key.columns.iter().any(|column| old.column(column).is_none());
    if new_column {
        let why = "the running version does not write the column, so its rows reference nothing and pass";
        let finding = context.finding(&RULE, change, message, why, "nothing");
        return Some(Finding { severity: Severity::Additive, who_breaks: Vec::new(), ..finding });
    }
    let error = match context.dialect() {
        Dialect::Postgres => format!("violates foreign key constraint \"{name}\""),
        _ => "FOREIGN KEY constraint failed".to_owned(),
    };
    let witness = witness::insert_orphan(context, &old_table, &key.columns, error);
    let who_breaks = texts::tightened(added);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version may write a reference to nothing, and stored rows may hold one",
        "add it NOT VALID, repair the rows, and validate it after the old version is gone",
    );
    Some(Finding { who_breaks, witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn the_witness_is_an_orphan() {
        let finding = testing::only(&RULE, RULE.bad.0, RULE.bad.1);
        let statement = finding.witness.map(|witness| witness.statement);
        assert_eq!(statement.as_deref(), Some("INSERT INTO public.sale (id, shop_id) VALUES (1, 1)"));
    }
}
