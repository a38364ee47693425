//! A domain accepts fewer values.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Domain, DomainCheck, Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A domain accepts fewer values.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-tightened",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A domain accepts fewer values.",
    explanation: "\
        Every column of the domain refuses what the new condition does not accept; values that are stored already have to satisfy it before it is validated.\n\n\
        See the PostgreSQL manual, ALTER DOMAIN.",
    bad: ("CREATE DOMAIN quantity AS integer;", "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);"),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect, before: Object::Domain(old), after: Object::Domain(new) } = &change.kind else {
        return None;
    };
    let ObjectPath::Domain(name) = &change.path else { return None };
    let (what, witness) = match aspect {
        Aspect::NotNullAdded => ("NULL".to_owned(), Some(witness::cast_refused_null(context, name))),
        Aspect::DomainChecks => {
            let (check_name, check) = tighter(old, new)?;
            // Where a check of that name was there, it may have refused the same value.
            let is_new = !old.checks.contains_key(check_name);
            let witness = is_new.then(|| witness::cast_violating(context, name, new, (check_name, check))).flatten();
            (format!("what `{}` does not accept", check.expression.text), witness)
        }
        _ => return None,
    };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} refuses {what}", change.path),
        "the running version may write such values, and some may be stored",
        "tighten it after the old version is gone, `NOT VALID` first, and correct what is stored before it is validated",
    );
    Some(Finding { witness, ..finding })
}

/// The first check that is new, demands something else or is validated now.
pub(super) fn tighter<'a>(old: &Domain, new: &'a Domain) -> Option<(&'a str, &'a DomainCheck)> {
    let comes = new.checks.iter().find(|(name, check)| {
        old.checks
            .get(*name)
            .is_none_or(|old| old.expression != check.expression || (check.validated && !old.validated))
    });
    comes.map(|(name, check)| (name.as_str(), check))
}
