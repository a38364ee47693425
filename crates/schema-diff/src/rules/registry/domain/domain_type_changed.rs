//! A domain is over another type or collation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A domain is over another type or collation.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-type-changed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "A domain is over another type or collation.",
    explanation: "\
        The type under a domain cannot be changed: a new domain takes its place, and every column of the old one is rewritten.\n\n\
        See the PostgreSQL manual, ALTER DOMAIN.",
    bad: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN quantity AS bigint CHECK (VALUE > 0);",
    ),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::DomainType, before: Object::Domain(old), after: Object::Domain(new) } =
        &change.kind
    else {
        return None;
    };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is over {} instead of {}", change.path, new.data_type, old.data_type),
        "every column of it changes its type, and is rewritten",
        "make a new domain, and change the columns one by one",
    );
    let witness = match &change.path {
        ObjectPath::Domain(name) => witness::other_domain_type(context, name, old, new),
        _ => None,
    };
    Some(Finding { witness, ..finding })
}
