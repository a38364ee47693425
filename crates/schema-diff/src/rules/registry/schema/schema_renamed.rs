//! A schema has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A schema has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "schema-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A schema has another name.",
    explanation: "\
        Every statement that qualifies a name with the old schema fails, and so does every `search_path` that \
        lists it.\n\n\
        See the PostgreSQL manual, ALTER SCHEMA.",
    bad: (
        "CREATE SCHEMA old_app;",
        "-- renamed from: old_app
CREATE SCHEMA app;",
    ),
    good: ("CREATE SCHEMA app;", "CREATE SCHEMA app; CREATE SCHEMA billing;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Schema(new), ChangeKind::Renamed { from: ObjectPath::Schema(old) }) = (&change.path, &change.kind)
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("schema `{old}` is called `{new}`"),
        "statements that name the old schema fail",
        "create the new schema beside the old one and move the application over before the old one goes",
    ))
}
