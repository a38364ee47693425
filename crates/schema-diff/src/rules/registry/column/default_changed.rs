//! A column has another default.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A column has another default.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "default-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A column has another default.",
    explanation: "\
        Writers that leave the column out write another value from now on, without knowing it. Stored rows keep \
        theirs.\n\n\
        See the PostgreSQL manual, ALTER TABLE, SET DEFAULT; SQLite, \"CREATE TABLE\", 3.2.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT 'a');",
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT 'b');",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT 'a');",
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT 'a', phone text);",
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
    let (Some(old), Some(new)) = (&before.default, &after.default) else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} had the default `{}` and has `{}`", change.path, old.text, new.text),
        "the running version leaves the column out and writes another value than before",
        "let the application write the value itself where it matters",
    ))
}
