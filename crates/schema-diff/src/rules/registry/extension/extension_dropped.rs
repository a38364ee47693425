//! An extension is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An extension is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "extension-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An extension is gone.",
    explanation: "\
        The types, functions and operators of the extension go with it. The schema does not show which statements \
        of the application use them.\n\n\
        See the PostgreSQL manual, DROP EXTENSION.",
    bad: ("CREATE EXTENSION pgcrypto;", ""),
    good: ("CREATE EXTENSION pgcrypto;", "CREATE EXTENSION pgcrypto; CREATE EXTENSION citext;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Dropped(Object::Extension(_)) = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "statements that use its functions, operators or types fail",
        "search the application for its functions, and drop it after the old version is gone",
    ))
}
