//! A function or procedure is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A function or procedure is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "function-added",
    severity: Severity::Additive,
    kinds: POSTGRES,
    who_breaks: &[Party::NewReaders, Party::NewWriters],
    summary: "A function or procedure is new.",
    explanation: "\
        A new function disturbs nobody, unless it overloads a name such that calls become ambiguous.\n\n\
        See the PostgreSQL manual, CREATE FUNCTION.",
    bad: ("", "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;"),
    good: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Function(_)) = &change.kind else { return None };
    Some(context.finding(&RULE, change, format!("{} is new", change.path), "nobody calls it yet", "nothing"))
}
