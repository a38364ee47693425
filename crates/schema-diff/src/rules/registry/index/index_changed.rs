//! An index is defined differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;

/// An index is defined differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "index-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "An index is defined differently.",
    explanation: "\
        Where it is unique, other values have to be: writers of the running version may fail. Otherwise only \
        speed changes.\n\n\
        See the PostgreSQL manual, CREATE INDEX; SQLite, \"CREATE INDEX\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email, id);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Index(table, name) = &change.path else { return None };
    let ChangeKind::Altered {
        aspect: Aspect::IndexDefinition,
        before: Object::Index(before),
        after: Object::Index(after),
    } = &change.kind
    else {
        return None;
    };
    let message = format!("index `{name}` on {table} is defined differently");
    if !before.unique && !after.unique {
        let why = "queries that used it may become slow, others fast";
        return Some(context.finding(
            &RULE,
            change,
            message,
            why,
            "build the new index beside the old one, then drop that",
        ));
    }
    if !after.unique {
        let finding = context.finding(
            &RULE,
            change,
            message,
            "values no longer have to be unique, so upserts on its columns fail",
            "keep it unique until the old version is gone",
        );
        return Some(Finding { who_breaks: vec![Party::OldReaders, Party::OldWriters], ..finding });
    }
    let witness = texts::duplicate_row(context, table, name, after);
    let who_breaks = vec![Party::OldWriters, Party::StoredData];
    let finding = context.finding(
        &RULE,
        change,
        message,
        "other values have to be unique: the running version may write them twice, and stored rows may hold them twice",
        "remove duplicates first, build the new index beside the old one, and drop that after the old version is gone",
    );
    Some(Finding { severity: Severity::Breaking, who_breaks, witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_unique_index_demands_something_else() {
        let table = "CREATE TABLE a (n integer, m integer);";
        let before = format!("{table} CREATE UNIQUE INDEX i ON a (n, m);");
        let finding = testing::only(&RULE, &before, &format!("{table} CREATE UNIQUE INDEX i ON a (n);"));
        assert_eq!(finding.severity, Severity::Breaking);
    }
}
