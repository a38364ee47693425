//! A type, operator, aggregate, rule or other object is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{DefinitionKind, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::published;
use crate::rules::rule::POSTGRES;

/// A type, operator, aggregate, rule or other object is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "definition-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A type, operator, aggregate, rule or other object is new.",
    explanation: "\
        Most of these objects disturb nobody until something uses them. Some act by themselves: a rule changes what \
        statements on its table do, a restrictive policy hides rows, and a publication of updates makes `UPDATE` and \
        `DELETE` fail on tables without a replica identity.\n\n\
        See the PostgreSQL manual, SQL Commands, and 29.1.1 Replica Identity.",
    bad: ("", "CREATE TYPE money_amount AS (currency text, amount numeric);"),
    good: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "CREATE TYPE money_amount AS (currency text, amount numeric); CREATE TYPE mood AS ENUM ('sad');",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Definition(id), ChangeKind::Added(_)) = (&change.path, &change.kind) else { return None };
    let (severity, who_breaks, why, advice) = match id.kind {
        DefinitionKind::Rule => (
            Severity::PotentiallyBreaking,
            vec![Party::OldReaders, Party::OldWriters],
            "statements of the running version on that relation do something else from then on",
            "prefer a trigger, or see that the running version copes",
        ),
        DefinitionKind::Publication => (
            Severity::PotentiallyBreaking,
            vec![Party::OldWriters],
            "where it publishes updates or deletes, these fail on tables without a replica identity",
            "give the published tables a primary key or a replica identity first",
        ),
        DefinitionKind::Cast => (
            Severity::PotentiallyBreaking,
            vec![Party::OldReaders, Party::OldWriters],
            "an implicit cast can make calls ambiguous or choose another operator",
            "see that the statements of the running version still mean the same",
        ),
        DefinitionKind::Statistics | DefinitionKind::EventTrigger | DefinitionKind::Subscription => {
            (Severity::NonBreaking, Vec::new(), "statements of applications do the same as before", "nothing")
        }
        _ => (
            RULE.severity,
            RULE.who_breaks.to_vec(),
            "nobody uses it yet; the new version needs it",
            "create it before the new version is deployed",
        ),
    };
    if let Some(finding) = published::refuses_changes(context, &RULE, change, id) {
        return Some(finding);
    }
    let finding = context.finding(&RULE, change, format!("{} is new", change.path), why, advice);
    Some(Finding { severity, who_breaks, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_filter_outside_the_replica_identity_breaks_writers() {
        let before = "CREATE TABLE a (id integer PRIMARY KEY, b text);";
        let publish = |rest: &str| format!("{before} CREATE PUBLICATION p FOR TABLE a {rest};");
        let found = testing::only(&RULE, before, &publish("WHERE (b = 'x')"));
        assert_eq!(found.severity, Severity::Breaking);
        assert_eq!(found.witness.map(|it| it.statement).as_deref(), Some("UPDATE public.a SET id = id"));
        let fine = testing::only(&RULE, before, &publish("WHERE (id = 1)"));
        assert_eq!(fine.severity, Severity::PotentiallyBreaking);
    }
}
