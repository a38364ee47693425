//! A column has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-renamed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A column has another name.",
    explanation: "\
        Every statement that names the column by its old name fails from the moment of the rename. Two columns \
        kept alike, or a view over the table, keep both versions at work until the old one is gone.\n\n\
        See the PostgreSQL manual, 5.6.7 Renaming a Column; SQLite, \"ALTER TABLE\", 3.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, mail text);",
        "CREATE TABLE users (id integer PRIMARY KEY, 
-- renamed from: mail
email text);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, mail text);",
        "CREATE TABLE users (id integer PRIMARY KEY, mail text, note text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Column(_, new), ChangeKind::Renamed { from: ObjectPath::Column(old_table, old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let witness = Some(witness::select_column(context, old_table, old));
    let finding = context.finding(
        &RULE,
        change,
        format!("column `{old}` of {old_table} is called `{new}`"),
        "every statement with the old name fails",
        "keep the column under both names until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
