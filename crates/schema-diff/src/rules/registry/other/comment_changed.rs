//! A comment says something else.

use findings::{Finding, RuleMetadata, Severity};

use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A comment says something else.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "comment-changed",
    severity: Severity::NonBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[],
    summary: "A comment says something else.",
    explanation: "\
        Comments change nothing for anybody.\n\n\
        See the PostgreSQL manual, COMMENT.",
    bad: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); COMMENT ON TABLE a IS 'all of them';"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::Comment, .. } = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("the comment of {} says something else", change.path),
        "comments change nothing for anybody",
        "nothing",
    ))
}
