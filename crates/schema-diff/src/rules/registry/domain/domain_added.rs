//! A domain is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A domain is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A domain is new.",
    explanation: "\
        Nobody uses a new domain yet; the new version needs it.\n\n\
        See the PostgreSQL manual, CREATE DOMAIN.",
    bad: ("", "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);"),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Domain(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody uses it yet", "nothing"))
}
