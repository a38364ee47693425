//! A table inherits from other tables than before.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A table inherits from other tables than before.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "inheritance-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders],
    summary: "A table inherits from other tables than before.",
    explanation: "\
        Queries of a parent read the rows of its children too, unless they say `ONLY`: rows appear there, or are gone. \
        A child keeps its columns and checks when it no longer inherits.\n\n\
        See the PostgreSQL manual, section 5.11, Inheritance.",
    bad: (
        "CREATE TABLE a (id integer); CREATE TABLE b (id integer);",
        "CREATE TABLE a (id integer); CREATE TABLE b (id integer) INHERITS (a);",
    ),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); CREATE TABLE b () INHERITS (a);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::Inherits, before, after } = &change.kind else { return None };
    let (Object::Table(_), Object::Table(_)) = (before, after) else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} inherits from other tables", change.path),
        "queries of its parents read other rows than before",
        "let queries that must not read its rows say `ONLY`",
    ))
}
