//! A sequence belongs to another column.

use findings::{Finding, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A sequence belongs to another column.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "sequence-owner-changed",
    severity: Severity::NonBreaking,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "A sequence belongs to another column.",
    explanation: "\
        The owner of a sequence decides with what it is dropped, and nothing else.\n\n\
        See the PostgreSQL manual, ALTER SEQUENCE, OWNED BY.",
    bad: (
        "CREATE TABLE a (id integer); CREATE SEQUENCE s;",
        "CREATE TABLE a (id integer); CREATE SEQUENCE s OWNED BY a.id;",
    ),
    good: ("CREATE SEQUENCE s;", "CREATE SEQUENCE s CACHE 20;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::SequenceOwner, before: Object::Sequence(_), after: Object::Sequence(_) } =
        &change.kind
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} belongs to another column", change.path),
        "it is dropped together with that column",
        "nothing",
    ))
}
