//! A column has another type that does not hold all old values.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::types;
use crate::rules::witness;

/// A column has another type that does not hold all old values.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-type-changed",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "A column has another type that does not hold all old values.",
    explanation: "\
        Writers of the running version send values that the new type may refuse, readers get values of a type \
        that they do not expect, and stored values have to be converted, most often with a rewrite of the table \
        under an ACCESS EXCLUSIVE lock. Add a second column of the new type, keep both alike, and drop the old \
        one after the old version is gone.\n\n\
        See the PostgreSQL manual, 5.6.6 Changing a Column's Data Type; SQLite, \"Datatypes\", 3.1.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email integer);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Altered {
        aspect: Aspect::ColumnType,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    if types::widens(context, Some(table), &before.data_type, &after.data_type) {
        return None;
    }
    let message = format!("column {table}.{name} was `{}` and is `{}`", before.data_type, after.data_type);
    let advice =
        "add a second column of the new type, keep both alike, and drop the old one after the old version is gone";
    let strict = context.new_table(table).is_some_and(|table| table.options.strict);
    if context.dialect() == Dialect::Sqlite && !strict {
        let why = "SQLite refuses no value, but stores and compares it by the new type's affinity: readers may get \
                   another type, comparisons another result";
        let finding = context.finding(&RULE, change, message, why, advice);
        return Some(Finding { severity: Severity::PotentiallyBreaking, ..finding });
    }
    let (old_table, _) = context.old_table(table)?;
    let witness = witness::other_type(context, &old_table, &before.name, &before.data_type, &after.data_type);
    let finding = context.finding(
        &RULE,
        change,
        message,
        "the running version sends and expects values of the old type, and stored values have to be converted",
        advice,
    );
    Some(Finding { witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_shorter_text_is_shown_by_a_value_that_is_too_long() {
        let before = "CREATE TABLE a (code varchar(4) NOT NULL);";
        let finding = testing::only(&RULE, before, "CREATE TABLE a (code varchar(2) NOT NULL);");
        let statement = finding.witness.map(|witness| witness.statement);
        assert_eq!(statement.as_deref(), Some("INSERT INTO public.a (code) VALUES ('xxx')"));
    }
}
