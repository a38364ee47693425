//! A schema is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A schema is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "schema-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A schema is new.",
    explanation: "\
        A new schema disturbs nobody: names resolve to it only where it is named or put into `search_path`.\n\n\
        See the PostgreSQL manual, 5.9 Schemas.",
    bad: ("CREATE TABLE a (id integer);", "CREATE SCHEMA app; CREATE TABLE a (id integer);"),
    good: ("CREATE SCHEMA app;", "CREATE SCHEMA app;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Schema(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody uses it yet", "nothing"))
}
