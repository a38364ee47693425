//! A trigger is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A trigger is gone.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "trigger-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A trigger is gone.",
    explanation: "\
        What the trigger kept up (a column, a log, a rule) is no longer kept up for writers that rely on it.\n\n\
        See the PostgreSQL manual, DROP TRIGGER; SQLite, \"DROP TRIGGER\".",
    bad: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;",
    ),
    good: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Dropped(Object::Trigger(_)) = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is gone", change.path),
        "writers that rely on what it did now write rows without it",
        "let the application do what the trigger did before it goes",
    ))
}
