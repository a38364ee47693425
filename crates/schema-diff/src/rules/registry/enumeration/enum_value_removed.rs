//! A label of an enumeration is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A label of an enumeration is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-value-removed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "A label of an enumeration is gone.",
    explanation: "\
        Writers that send the label fail, comparisons with it fail, and rows that hold it have no value any more. \
        PostgreSQL cannot take a label away: the type is replaced and its columns are rewritten. A renamed label \
        looks the same to the running version.\n\n\
        See the PostgreSQL manual, ALTER TYPE.",
    bad: ("CREATE TYPE mood AS ENUM ('sad', 'happy');", "CREATE TYPE mood AS ENUM ('happy');"),
    good: ("CREATE TYPE mood AS ENUM ('sad');", "CREATE TYPE mood AS ENUM ('sad', 'happy');"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Enum(name) = &change.path else { return None };
    let ChangeKind::Altered { aspect: Aspect::EnumLabels, before: Object::Enum(before), after: Object::Enum(after) } =
        &change.kind
    else {
        return None;
    };
    let gone: Vec<&str> = before.labels.iter().filter(|it| !after.labels.contains(it)).map(String::as_str).collect();
    let first = gone.first()?;
    let old = match context.old_path(&change.path) {
        ObjectPath::Enum(old) => old,
        _ => name.clone(),
    };
    let error = "invalid input value for enum".to_owned();
    let witness = Some(witness::cast_label(context, first, &old, error));
    let finding = context.finding(
        &RULE,
        change,
        format!("{} no longer has the label `{}`", change.path, gone.join("`, `")),
        "writers that send the label fail, and stored rows may hold it",
        "stop writing the label, change the rows that hold it, and only then take it out",
    );
    Some(Finding { witness, ..finding })
}
