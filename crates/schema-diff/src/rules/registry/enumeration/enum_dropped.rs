//! An enumeration is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// An enumeration is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-dropped",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An enumeration is gone.",
    explanation: "\
        Statements that cast to the type fail, and so do prepared statements with a parameter of it.\n\n\
        See the PostgreSQL manual, DROP TYPE.",
    bad: ("CREATE TYPE mood AS ENUM ('sad');", ""),
    good: (
        "CREATE TYPE mood AS ENUM ('sad');",
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE weather AS ENUM ('sun');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Enum(name), ChangeKind::Dropped(Object::Enum(dropped))) = (&change.path, &change.kind) else {
        return None;
    };
    let error = format!("type \"{name}\" does not exist");
    let witness = dropped.labels.first().map(|label| witness::cast_label(context, label, name, error));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "casts to it and parameters of its type fail",
        "drop it after the old version of the application is gone",
    );
    Some(Finding { witness, ..finding })
}
