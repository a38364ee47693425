//! An index is new.

use findings::{Finding, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// An index is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "index-added",
    severity: Severity::NonBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[],
    summary: "An index is new.",
    explanation: "\
        An index changes speed, not results. On PostgreSQL it is built with `CONCURRENTLY`, so that writers go \
        on.\n\n\
        See the PostgreSQL manual, 11.1 Indexes; CREATE INDEX, Building Indexes Concurrently.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE UNIQUE INDEX by_email ON users (email);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Index(added)) = &change.kind else { return None };
    if added.unique {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} is new", change.path),
        "it changes speed, not results",
        "build it concurrently",
    ))
}
