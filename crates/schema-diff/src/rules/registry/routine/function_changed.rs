//! A function or procedure works differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A function or procedure works differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "function-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A function or procedure works differently.",
    explanation: "\
        Callers reach it as before, but what it does or returns may differ: bodies are compared as text. Another \
        return type or other names of parameters need a new function.\n\n\
        See the PostgreSQL manual, CREATE FUNCTION.",
    bad: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 2 $$;",
    ),
    good: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$; CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::FunctionDefinition,
        before: Object::Function(before),
        after: Object::Function(after),
    } = &change.kind
    else {
        return None;
    };
    let why = if before.returns == after.returns && before.parameters == after.parameters {
        "callers may see another result or effect"
    } else {
        "callers may see another type, and calls by the names of parameters or with defaults may fail"
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} works differently", change.path),
        why,
        "give a different behaviour a different name, or see that the running version copes with both",
    ))
}
