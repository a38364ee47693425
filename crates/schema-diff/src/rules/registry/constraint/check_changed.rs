//! Values have to satisfy another condition.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;
use crate::rules::witness;

/// Values have to satisfy another condition.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "check-changed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Values have to satisfy another condition.",
    explanation: "\
        Writers of the running version write values by the old condition; where the new one refuses them they \
        fail. Whether it refuses any the texts do not always show.\n\n\
        See the PostgreSQL manual, 5.4.1 Check Constraints; SQLite, \"CREATE TABLE\", 3.7.",
    bad: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 10));",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
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
    let (ConstraintKind::Check(old), ConstraintKind::Check(new)) = (&before.kind, &after.kind) else { return None };
    let message = format!("table {table} demanded `{}` and demands `{}`", old.expression.text, new.expression.text);
    if old.expression == new.expression {
        let why = "only when it is checked, or whether child tables inherit it, differs";
        let finding = context.finding(&RULE, change, message, why, "nothing");
        return Some(Finding { severity: Severity::PotentiallyBreaking, ..finding });
    }
    let (old_table, _) = context.old_table(table)?;
    let error = match context.dialect() {
        Dialect::Postgres => format!("violates check constraint \"{}\"", after.name),
        _ => "CHECK constraint failed".to_owned(),
    };
    let witness = witness::insert_violating(context, &old_table, &new.expression, error);
    let who_breaks = texts::tightened(after);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version writes by the old condition, and stored rows satisfy only that",
        "add the new condition beside the old one NOT VALID, and validate it after the old version is gone",
    );
    Some(Finding { who_breaks, witness, ..finding })
}
