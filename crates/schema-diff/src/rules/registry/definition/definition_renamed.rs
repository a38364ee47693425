//! A type, operator, aggregate, rule or other object has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{DefinitionKind, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A type, operator, aggregate, rule or other object has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "definition-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters],
    summary: "A type, operator, aggregate, rule or other object has another name.",
    explanation: "\
        What stands in the database follows the new name; statements and function bodies with the old one fail.\n\n\
        See the PostgreSQL manual, SQL Commands.",
    bad: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "-- renamed from: money_amount\nCREATE TYPE amount AS (currency text, amount numeric);",
    ),
    good: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Definition(_), ChangeKind::Renamed { from }) = (&change.path, &change.kind) else { return None };
    let finding = context.finding(
        &RULE,
        change,
        format!("{from} is called {} now", change.path),
        "every statement that uses the old name fails",
        "create it under the new name and drop the old one once nobody uses it",
    );
    let is_type =
        |kind| matches!(kind, DefinitionKind::CompositeType | DefinitionKind::RangeType | DefinitionKind::BaseType);
    let old = match from {
        ObjectPath::Definition(id) if is_type(id.kind) => id.qualified(),
        _ => None,
    };
    Some(Finding { witness: old.map(|name| witness::cast_null(context, &name)), ..finding })
}
