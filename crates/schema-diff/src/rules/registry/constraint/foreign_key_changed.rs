//! A foreign key demands something else, or does something else on delete.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// A foreign key demands something else, or does something else on delete.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "foreign-key-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A foreign key demands something else, or does something else on delete.",
    explanation: "\
        Other columns or another table referenced: writers of the running version may fail. Another action on \
        delete or update: rows vanish, stay, or hold up the delete. Deferral only moves the check.\n\n\
        See the PostgreSQL manual, 5.4.5 Foreign Keys; SQLite, \"Foreign Key Support\".",
    bad: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id) ON DELETE CASCADE);",
    ),
    good: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, note text, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
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
    let (ConstraintKind::ForeignKey(old), ConstraintKind::ForeignKey(new)) = (&before.kind, &after.kind) else {
        return None;
    };
    let message = format!("foreign key `{}` of table {table} differs", after.name);
    let demands = |key: &crate::catalogue::ForeignKey| {
        (key.columns.clone(), key.references.clone(), key.referenced_columns.clone())
    };
    if demands(old) == demands(new) {
        let why = "deletes and updates of referenced rows do something else, or are checked at another time";
        let advice = "see that the running version copes with both";
        return Some(context.finding(&RULE, change, message, why, advice));
    }
    let (old_table, _) = context.old_table(table)?;
    let error = match context.dialect() {
        Dialect::Postgres => format!("violates foreign key constraint \"{}\"", after.name),
        _ => "FOREIGN KEY constraint failed".to_owned(),
    };
    let witness = witness::insert_orphan(context, &old_table, &new.columns, error);
    let who_breaks = texts::tightened(after);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "references that the running version writes may point to nothing in the other table",
        "add the new key beside the old one NOT VALID, repair the rows, and drop the old one later",
    );
    Some(Finding { severity: Severity::Breaking, who_breaks, witness, ..finding })
}
