//! A role may do more with an object.

use findings::{Finding, RuleMetadata, Severity};

use super::privilege_revoked::takes;
use crate::catalogue::ObjectPath;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A role may do more with an object.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "privilege-granted",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "A role may do more with an object.",
    explanation: "\
        Nothing that worked fails. See that the role is meant to have the privilege before the new version counts on it.\n\n\
        See the PostgreSQL manual, 5.8 Privileges, and GRANT.",
    bad: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); GRANT SELECT ON a TO PUBLIC;"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::Privileges, before, after } = &change.kind else { return None };
    if matches!(change.path, ObjectPath::DefaultPrivileges(_)) || takes(before, after) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("more may be done with {}", change.path),
        "nothing that worked fails",
        "nothing",
    ))
}
