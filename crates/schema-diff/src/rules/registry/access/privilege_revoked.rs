//! A role may do less with an object.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A role may do less with an object.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "privilege-revoked",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A role may do less with an object.",
    explanation: "\
        Statements of sessions that run as this role, or as a member of it, fail from then on with `permission denied`. \
        The owner and superusers notice nothing.\n\n\
        See the PostgreSQL manual, 5.8 Privileges, and REVOKE.",
    bad: ("CREATE TABLE a (id integer); GRANT SELECT ON a TO PUBLIC;", "CREATE TABLE a (id integer);"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); GRANT SELECT ON a TO PUBLIC;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::Privileges, before, after } = &change.kind else { return None };
    if matches!(change.path, ObjectPath::DefaultPrivileges(_)) || !takes(before, after) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("less may be done with {}", change.path),
        "statements of the role that loses the privilege fail",
        "revoke it once no version of the application uses it",
    ))
}

/// Whether `after` lacks a privilege that `before` gives.
pub(super) fn takes(before: &Object, after: &Object) -> bool {
    let lacks = |old: &crate::catalogue::Grants, new: &crate::catalogue::Grants| old.union(new) != *new;
    let own = match (before.grants(), after.grants()) {
        (Some(old), Some(new)) => lacks(old, new),
        _ => false,
    };
    let (Object::View(old), Object::View(new)) = (before, after) else { return own };
    let columns = old.columns.iter().flatten().any(|it| {
        let same = new.columns.iter().flatten().find(|other| other.name == it.name);
        same.is_some_and(|other| lacks(&it.grants, &other.grants))
    });
    own || columns
}
