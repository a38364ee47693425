//! The labels of an enumeration stand in another order.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// The labels of an enumeration stand in another order.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "enum-reordered",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders],
    summary: "The labels of an enumeration stand in another order.",
    explanation: "\
        `ORDER BY`, `<` and `max` over the type follow the order of its labels. The type has to be replaced and \
        its columns are rewritten.\n\n\
        See the PostgreSQL manual, 8.7 Enumerated Types.",
    bad: ("CREATE TYPE mood AS ENUM ('sad', 'happy');", "CREATE TYPE mood AS ENUM ('happy', 'sad');"),
    good: ("CREATE TYPE mood AS ENUM ('sad', 'happy');", "CREATE TYPE mood AS ENUM ('sad', 'happy', 'calm');"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::EnumLabels, before: Object::Enum(before), after: Object::Enum(after) } =
        &change.kind
    else {
        return None;
    };
    let known = |label: &String| before.labels.contains(label);
    if before.labels.len() != after.labels.len() || !after.labels.iter().all(known) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("the labels of {} stand in another order", change.path),
        "sorting and comparing values of the type gives other results",
        "sort by a column of a lookup table where the order matters",
    ))
}
