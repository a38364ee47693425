//! A trigger works differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A trigger works differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "trigger-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "A trigger works differently.",
    explanation: "\
        Writers of the running version fire the trigger, too: at another time, on another event, or with another \
        effect.\n\n\
        See the PostgreSQL manual, CREATE TRIGGER; SQLite, \"CREATE TRIGGER\".",
    bad: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
    good: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::TriggerDefinition,
        before: Object::Trigger(_),
        after: Object::Trigger(_),
    } = &change.kind
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} works differently", change.path),
        "what the running version writes is treated differently",
        "see that the trigger lets the statements of the running version pass",
    ))
}
