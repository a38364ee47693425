//! A schema is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A schema is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "schema-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A schema is gone.",
    explanation: "\
        What lies in the schema is reported object by object. The schema itself is missed by whoever names it in \
        `search_path`, creates objects in it, or was granted rights on it.\n\n\
        See the PostgreSQL manual, DROP SCHEMA.",
    bad: ("CREATE SCHEMA app;", ""),
    good: ("CREATE SCHEMA app;", "CREATE SCHEMA app; CREATE SCHEMA audit;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Dropped(Object::Schema(_)) = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "whoever names it, in a statement or in `search_path`, no longer finds it",
        "drop it only after no version of the application names it",
    ))
}
