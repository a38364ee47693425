//! A sequence is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A sequence is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "sequence-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewWriters],
    summary: "A sequence is new.",
    explanation: "\
        A new sequence disturbs nobody.\n\n\
        See the PostgreSQL manual, CREATE SEQUENCE.",
    bad: ("", "CREATE SEQUENCE invoice_no;"),
    good: ("CREATE SEQUENCE invoice_no;", "CREATE SEQUENCE invoice_no;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Sequence(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody uses it yet", "nothing"))
}
