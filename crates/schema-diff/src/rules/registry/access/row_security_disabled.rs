//! Policies no longer decide over the rows of a table.

use findings::{Finding, RuleMetadata, Severity};

use super::row_security_enabled::tightens;
use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// Policies no longer decide over the rows of a table.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "row-security-disabled",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "Policies no longer decide over the rows of a table.",
    explanation: "\
        Everybody who may read the table sees all of its rows from then on. Nothing that worked fails; what was hidden is \
        hidden no more.\n\n\
        See the PostgreSQL manual, 5.9 Row Security Policies.",
    bad: ("CREATE TABLE a (id integer); ALTER TABLE a ENABLE ROW LEVEL SECURITY;", "CREATE TABLE a (id integer);"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::RowSecurity, before: Object::Table(before), after: Object::Table(after) } =
        &change.kind
    else {
        return None;
    };
    if tightens(before.row_security, after.row_security) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("policies no longer decide over all rows of {}", change.path),
        "rows that were hidden are seen",
        "see that nobody may read the table who should not see all of it",
    ))
}
