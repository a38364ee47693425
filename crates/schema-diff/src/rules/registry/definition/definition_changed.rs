//! A type, operator, aggregate, rule or other object is defined differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{DefinitionKind, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::published;
use crate::rules::rule::POSTGRES;

/// A type, operator, aggregate, rule or other object is defined differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "definition-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A type, operator, aggregate, rule or other object is defined differently.",
    explanation: "\
        It is reached by the same name, but what it does or holds differs. The definitions are compared as text in one \
        form.\n\n\
        See the PostgreSQL manual, SQL Commands.",
    bad: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "CREATE TYPE money_amount AS (currency text, amount bigint);",
    ),
    good: (
        "CREATE TYPE money_amount AS (currency text, amount numeric);",
        "CREATE TYPE public.money_amount AS (currency text, amount decimal);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Definition(id), ChangeKind::Altered { aspect: Aspect::Definition, .. }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let (severity, who_breaks, why, advice) = match id.kind {
        DefinitionKind::Statistics => {
            (Severity::NonBreaking, Vec::new(), "answers are the same, though plans may differ", "nothing")
        }
        DefinitionKind::EventTrigger => {
            (Severity::NonBreaking, Vec::new(), "it fires for DDL only, which applications do not run", "nothing")
        }
        DefinitionKind::Publication => (
            RULE.severity,
            vec![Party::OldReaders, Party::OldWriters],
            "subscribers get other rows, and newly published tables need a replica identity for updates and deletes",
            "see that subscribers cope, and that published tables have a primary key",
        ),
        _ => (
            RULE.severity,
            RULE.who_breaks.to_vec(),
            "statements of the running version that use it may fail or mean something else",
            "give something that works differently a different name, or see that the running version copes with both",
        ),
    };
    if let Some(finding) = published::refuses_changes(context, &RULE, change, id) {
        return Some(finding);
    }
    let finding = context.finding(&RULE, change, format!("{} is defined differently", change.path), why, advice);
    Some(Finding { severity, who_breaks, ..finding })
}
