//! A type, operator, aggregate, rule or other object is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{DefinitionKind, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A type, operator, aggregate, rule or other object is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "definition-dropped",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A type, operator, aggregate, rule or other object is gone.",
    explanation: "\
        Statements that use it fail. What acts by itself is missed differently: without a rule or policy the same \
        statements do something else, without a publication subscribers get nothing more, and without statistics \
        plans may be slower.\n\n\
        See the PostgreSQL manual, SQL Commands.",
    bad: ("CREATE TYPE money_amount AS (currency text, amount numeric);", ""),
    good: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "CREATE TYPE money_amount AS (currency text, amount numeric); CREATE TYPE mood AS ENUM ('sad');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Definition(id), ChangeKind::Dropped(_)) = (&change.path, &change.kind) else { return None };
    let (severity, who_breaks, why, advice) = match id.kind {
        DefinitionKind::Rule | DefinitionKind::Policy => (
            Severity::PotentiallyBreaking,
            RULE.who_breaks.to_vec(),
            "statements of the running version on that relation do something else from then on",
            "drop it after the old version of the application is gone",
        ),
        DefinitionKind::Publication => (
            Severity::PotentiallyBreaking,
            vec![Party::OldReaders],
            "subscribers get nothing more and their connections fail",
            "drop the subscriptions first",
        ),
        DefinitionKind::Subscription => (
            Severity::PotentiallyBreaking,
            vec![Party::OldReaders],
            "rows of the publisher arrive no longer",
            "see that nobody reads what it brought",
        ),
        DefinitionKind::Statistics => {
            (Severity::NonBreaking, Vec::new(), "answers are the same, though plans may be slower", "nothing")
        }
        DefinitionKind::EventTrigger => {
            (Severity::NonBreaking, Vec::new(), "it fires for DDL only, which applications do not run", "nothing")
        }
        _ => (
            RULE.severity,
            RULE.who_breaks.to_vec(),
            "every statement of the running version that uses it fails",
            "drop it after the old version of the application is gone",
        ),
    };
    let finding = context.finding(&RULE, change, format!("{} is gone", change.path), why, advice);
    let is_type =
        matches!(id.kind, DefinitionKind::CompositeType | DefinitionKind::RangeType | DefinitionKind::BaseType);
    let witness = id.qualified().filter(|_| is_type).map(|name| witness::cast_null(context, &name));
    Some(Finding { severity, who_breaks, witness, ..finding })
}
