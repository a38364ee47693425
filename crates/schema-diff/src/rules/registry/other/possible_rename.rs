//! Something is dropped, and something alike is added beside it.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::texts;

/// Something is dropped, and something alike is added beside it.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "possible-rename",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::StoredData],
    summary: "Something is dropped, and something alike is added beside it.",
    explanation: "\
        A drop and an addition lose what was stored; a rename keeps it. The two schemas look the same in both \
        cases, so the author has to say which it is: `--rename old=new` on the command line, or the comment `-- \
        renamed from: old` on the new definition. To confirm a drop and an addition, allow this finding with a \
        reason.\n\n\
        See the PostgreSQL manual, ALTER TABLE, RENAME.",
    bad: ("CREATE TABLE users (id integer, mail text);", "CREATE TABLE users (id integer, email text);"),
    good: (
        "CREATE TABLE users (id integer, mail text);",
        "CREATE TABLE users (id integer,
-- renamed from: mail
email text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::MaybeRenamed { to } = &change.kind else { return None };
    let advice = format!(
        "for a rename give `--rename {}={}` or write `-- renamed from: {}` on the new definition; \
         otherwise allow this finding with a reason",
        texts::argument(&change.path),
        to.name(),
        change.path.name(),
    );
    Some(context.finding(
        &RULE,
        change,
        format!("{} is dropped and {to} is added: drop and add, or a rename? Say which", change.path),
        "a drop and an addition lose what is stored; a rename keeps it",
        advice,
    ))
}
