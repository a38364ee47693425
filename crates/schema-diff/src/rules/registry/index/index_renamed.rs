//! An index has another name.

use findings::{Finding, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// An index has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "index-renamed",
    severity: Severity::NonBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[],
    summary: "An index has another name.",
    explanation: "\
        Nobody but operators names indexes.\n\n\
        See the PostgreSQL manual, ALTER INDEX.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text);
-- renamed from: by_email
CREATE INDEX users_by_email ON users (email);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE INDEX by_email ON users (email);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Index(_, new), ChangeKind::Renamed { from: ObjectPath::Index(_, old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    Some(context.finding(
        &RULE,
        change,
        format!("index `{old}` is called `{new}`"),
        "nobody but operators names indexes",
        "nothing",
    ))
}
