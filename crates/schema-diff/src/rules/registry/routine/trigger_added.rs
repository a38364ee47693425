//! A trigger is new.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A trigger is new.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "trigger-added",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "A trigger is new.",
    explanation: "\
        Writers of the running version fire the trigger, too: it may change what they write, refuse it, or slow \
        it down.\n\n\
        See the PostgreSQL manual, CREATE TRIGGER; SQLite, \"CREATE TRIGGER\".",
    bad: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
    good: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Added(Object::Trigger(_)) = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is new", change.path),
        "it also fires for what the running version writes",
        "see that the trigger lets the statements of the running version pass",
    ))
}
