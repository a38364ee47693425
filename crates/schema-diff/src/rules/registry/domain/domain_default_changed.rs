//! The default of a domain came, went or changed.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// The default of a domain came, went or changed.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-default-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The default of a domain came, went or changed.",
    explanation: "\
        Columns of the domain without a default of their own take it: rows that leave the column out get another value.\n\n\
        See the PostgreSQL manual, CREATE DOMAIN.",
    bad: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN quantity AS integer DEFAULT 1 CHECK (VALUE > 0);",
    ),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::DomainDefault, after: Object::Domain(new), .. } = &change.kind else {
        return None;
    };
    let now = new
        .default
        .as_ref()
        .map_or_else(|| "has no default any more".to_owned(), |it| format!("defaults to {}", it.text));
    Some(context.finding(
        &RULE,
        change,
        format!("{} {now}", change.path),
        "rows that leave out a column of it get another value",
        "state the value where it matters",
    ))
}
