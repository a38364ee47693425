//! A constraint has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A constraint has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "constraint-renamed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters],
    summary: "A constraint has another name.",
    explanation: "\
        `ON CONFLICT ON CONSTRAINT` with the old name fails, and programs that look at the name in an error no \
        longer know it.\n\n\
        See the PostgreSQL manual, ALTER TABLE, RENAME CONSTRAINT.",
    bad: (
        "CREATE TABLE sale (id integer, CONSTRAINT one UNIQUE (id));",
        "CREATE TABLE sale (id integer,
-- renamed from: one
CONSTRAINT sale_id_unique UNIQUE (id));",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Constraint(_, new), ChangeKind::Renamed { from: ObjectPath::Constraint(_, old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("constraint `{old}` is called `{new}`"),
        "`ON CONFLICT ON CONSTRAINT` with the old name fails, and errors carry the new one",
        "name columns instead of constraints in upserts",
    ))
}
