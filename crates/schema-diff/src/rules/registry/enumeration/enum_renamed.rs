//! An enumeration has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// An enumeration has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An enumeration has another name.",
    explanation: "\
        Statements that cast to the type by its old name fail. Columns keep their type.\n\n\
        See the PostgreSQL manual, ALTER TYPE.",
    bad: (
        "CREATE TYPE mood AS ENUM ('sad');",
        "-- renamed from: mood
CREATE TYPE feeling AS ENUM ('sad');",
    ),
    good: (
        "CREATE TYPE mood AS ENUM ('sad');",
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE feeling AS ENUM ('sad', 'happy', 'calm');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Enum(new), ChangeKind::Renamed { from: ObjectPath::Enum(old) }) = (&change.path, &change.kind)
    else {
        return None;
    };
    let error = format!("type \"{old}\" does not exist");
    let label = context.before.catalogue.enums.get(old).and_then(|it| it.labels.first());
    let witness = label.map(|label| witness::cast_label(context, label, old, error));
    let finding = context.finding(
        &RULE,
        change,
        format!("enum `{old}` is called `{new}`"),
        "casts to the old name fail",
        "let the application send the labels as untyped parameters before the type is renamed",
    );
    Some(Finding { witness, ..finding })
}
