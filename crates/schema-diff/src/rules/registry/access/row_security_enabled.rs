//! Policies decide over the rows of a table.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, RowSecurity};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// Policies decide over the rows of a table.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "row-security-enabled",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Policies decide over the rows of a table.",
    explanation: "\
        Whoever is not the owner sees and changes only the rows that a policy admits, and none where there is no policy: \
        `SELECT` returns fewer rows without an error, `INSERT` fails. `FORCE` holds for the owner too.\n\n\
        See the PostgreSQL manual, 5.9 Row Security Policies.",
    bad: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); ALTER TABLE a ENABLE ROW LEVEL SECURITY;"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::RowSecurity, before: Object::Table(before), after: Object::Table(after) } =
        &change.kind
    else {
        return None;
    };
    if !tightens(before.row_security, after.row_security) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("policies decide over the rows of {}", change.path),
        "rows that no policy admits are no longer seen, and can no longer be written",
        "see that the policies admit what every version of the application needs",
    ))
}

/// Whether somebody sees fewer rows.
pub(super) fn tightens(old: RowSecurity, new: RowSecurity) -> bool {
    new.enabled && (!old.enabled || (new.forced && !old.forced))
}
