//! A domain is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A domain is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-dropped",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A domain is gone.",
    explanation: "\
        Statements that cast to it, and functions that take it, fail.\n\n\
        See the PostgreSQL manual, DROP DOMAIN.",
    bad: ("CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);", ""),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Domain(name), ChangeKind::Dropped(Object::Domain(old))) = (&change.path, &change.kind) else {
        return None;
    };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "statements of the running version that cast to it fail",
        "drop it after the old version of the application is gone",
    );
    Some(Finding { witness: (!old.not_null).then(|| witness::cast_null(context, name)), ..finding })
}
