//! Rows no longer have to reference rows that exist.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{ConstraintKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// Rows no longer have to reference rows that exist.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "foreign-key-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "Rows no longer have to reference rows that exist.",
    explanation: "\
        Readers that join may meet references to nothing, and deletes no longer cascade.\n\n\
        See the PostgreSQL manual, 5.4.5 Foreign Keys; SQLite, \"Foreign Key Support\".",
    bad: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer);",
    ),
    good: (
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
        "CREATE TABLE shop (id integer PRIMARY KEY); CREATE TABLE sale (id integer PRIMARY KEY, shop_id integer, note text, CONSTRAINT sale_shop FOREIGN KEY (shop_id) REFERENCES shop (id));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Constraint(table, name) = &change.path else { return None };
    let ChangeKind::Dropped(Object::Constraint(dropped)) = &change.kind else { return None };
    let ConstraintKind::ForeignKey(key) = &dropped.kind else { return None };
    let message = format!(
        "({}) of table {table} no longer has to reference {} (`{name}`)",
        key.columns.join(", "),
        key.references
    );
    if context.is_dropped(table) {
        let finding = context.finding(&RULE, change, message, "it goes with its table", "nothing");
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    }
    Some(context.finding(
        &RULE,
        change,
        message,
        "readers may meet references to nothing, and deletes no longer cascade or fail",
        "keep it until no version of the application relies on it",
    ))
}
