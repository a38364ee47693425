//! A trigger has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// A trigger has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "trigger-renamed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "A trigger has another name.",
    explanation: "\
        Triggers of the same time and event fire in the order of their names.\n\n\
        See the PostgreSQL manual, 39.1 Overview of Trigger Behavior.",
    bad: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- renamed from: audit
CREATE TRIGGER log BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
    good: (
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
        "CREATE TABLE a (id integer); CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER audit BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Trigger(_, new), ChangeKind::Renamed { from: ObjectPath::Trigger(_, old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let siblings = change.path.relation().and_then(|name| context.new_table(name)).map_or(1, |it| it.triggers.len());
    let severity = if siblings > 1 { RULE.severity } else { Severity::NonBreaking };
    let who_breaks = if siblings > 1 { RULE.who_breaks.to_vec() } else { Vec::new() };
    let finding = context.finding(
        &RULE,
        change,
        format!("trigger `{old}` is called `{new}`"),
        "triggers of one event fire in the order of their names",
        "see that the order among the triggers of the table is still the one you want",
    );
    Some(Finding { severity, who_breaks, ..finding })
}
