//! A function or procedure has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{FunctionKind, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A function or procedure has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "function-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A function or procedure has another name.",
    explanation: "\
        Every statement that calls it by its old name fails. A function with the old name that calls the new one \
        keeps both versions at work.\n\n\
        See the PostgreSQL manual, ALTER FUNCTION.",
    bad: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "-- renamed from: add_one
CREATE FUNCTION increment(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
    ),
    good: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$; CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Function(new), ChangeKind::Renamed { from: ObjectPath::Function(old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let procedure = match context.before.catalogue.functions.get(old) {
        Some(function) => function.kind == FunctionKind::Procedure,
        None => false,
    };
    let witness = Some(witness::call(old, procedure));
    let finding = context.finding(
        &RULE,
        change,
        format!("function `{old}` is called `{new}`"),
        "every call with the old name fails",
        "keep a function with the old name that calls the new one until the old version is gone",
    );
    Some(Finding { witness, ..finding })
}
