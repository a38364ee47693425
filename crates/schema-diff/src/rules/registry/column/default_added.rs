//! A column has a default.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A column has a default.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "default-added",
    severity: Severity::NonBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::NewWriters],
    summary: "A column has a default.",
    explanation: "\
        Writers that name the column notice nothing; those that leave it out get the default instead of NULL. New \
        writers that rely on it fail, or write NULL, on the old schema.\n\n\
        See the PostgreSQL manual, 5.2 Default Values; SQLite, \"CREATE TABLE\", 3.2.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT '');",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ColumnDefault,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    let (None, Some(default)) = (&before.default, &after.default) else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} has the default `{}`", change.path, default.text),
        "writers that leave the column out get the default; on the old schema they do not",
        "nothing",
    ))
}
