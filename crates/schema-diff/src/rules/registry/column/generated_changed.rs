//! A column is computed from something else.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A column is computed from something else.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "generated-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldReaders],
    summary: "A column is computed from something else.",
    explanation: "\
        Readers get other values than before. The table is rewritten where the column is stored.\n\n\
        See the PostgreSQL manual, 5.3 Generated Columns; SQLite, \"Generated Columns\".",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n + n + 1) STORED);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer);",
        "CREATE TABLE users (id integer PRIMARY KEY, n integer, twice integer, third integer);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ColumnGenerated,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    let (Some(old), Some(new)) = (&before.generated, &after.generated) else { return None };
    let message = format!(
        "{} was computed as `{}` and is now computed as `{}`",
        change.path, old.expression.text, new.expression.text
    );
    if old.expression == new.expression {
        let finding = context.finding(&RULE, change, message, "only the place where it is kept differs", "nothing");
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    }
    Some(context.finding(
        &RULE,
        change,
        message,
        "readers of the running version get other values",
        "add a second column for the new meaning",
    ))
}
