//! A function or procedure is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{FunctionKind, Object, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A function or procedure is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "function-dropped",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A function or procedure is gone.",
    explanation: "\
        Every statement that calls it fails. A trigger function is called by its triggers only, so dropping one \
        with them is noticed by nobody else.\n\n\
        See the PostgreSQL manual, DROP FUNCTION.",
    bad: ("CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;", ""),
    good: (
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$;",
        "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + 1 $$; CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Function(signature), ChangeKind::Dropped(Object::Function(dropped))) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let message = format!("{} is gone", change.path);
    if dropped.returns == "trigger" || dropped.returns == "event_trigger" {
        let finding = context.finding(&RULE, change, message, "nobody can call a trigger function directly", "nothing");
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    }
    let witness = Some(witness::call(signature, dropped.kind == FunctionKind::Procedure));
    let finding = context.finding(
        &RULE,
        change,
        message,
        "every statement of the running version that calls it fails",
        "drop it after the old version of the application is gone",
    );
    Some(Finding { witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_trigger_function_is_missed_by_nobody() {
        let before = "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;";
        assert_eq!(testing::only(&RULE, before, "").severity, Severity::NonBreaking);
    }
}
