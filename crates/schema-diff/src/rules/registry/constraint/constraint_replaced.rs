//! Another constraint has the name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// Another constraint has the name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "constraint-replaced",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Another constraint has the name.",
    explanation: "\
        What the old constraint demanded is no longer demanded, and what the new one demands the running version \
        does not know.\n\n\
        See the PostgreSQL manual, 5.4 Constraints.",
    bad: (
        "CREATE TABLE sale (id integer, CONSTRAINT one UNIQUE (id));",
        "CREATE TABLE sale (id integer, CONSTRAINT one CHECK (id > 0));",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ConstraintDefinition,
        before: Object::Constraint(before),
        after: Object::Constraint(after),
    } = &change.kind
    else {
        return None;
    };
    let (old, new) = (before.kind.title(), after.kind.title());
    if old == new {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} was {old} and is {new}", change.path),
        "the running version may write rows that the new constraint refuses, and relies on the old one",
        "give the new constraint another name, and drop the old one after the old version is gone",
    ))
}
