//! A sequence is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A sequence is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "sequence-dropped",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters],
    summary: "A sequence is gone.",
    explanation: "\
        Writers that draw from the sequence by name fail. One that belongs to a column goes with it; drivers and \
        frameworks draw from such sequences by name, too.\n\n\
        See the PostgreSQL manual, DROP SEQUENCE.",
    bad: ("CREATE SEQUENCE invoice_no;", ""),
    good: ("CREATE SEQUENCE invoice_no;", "CREATE SEQUENCE invoice_no; CREATE SEQUENCE order_no CACHE 20;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Sequence(name), ChangeKind::Dropped(Object::Sequence(dropped))) = (&change.path, &change.kind)
    else {
        return None;
    };
    // The sequence of a serial column is rarely named by anybody: whether it is the schema does not show.
    let severity = if dropped.owned_by.is_some() { Severity::PotentiallyBreaking } else { RULE.severity };
    let witness = Some(witness::next_value(context, name));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "writers that draw from it by name fail",
        "drop it after the old version of the application is gone",
    );
    Some(Finding { severity, witness, ..finding })
}
