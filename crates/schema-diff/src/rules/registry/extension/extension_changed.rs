//! An extension has another version, schema or name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An extension has another version, schema or name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "extension-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An extension has another version, schema or name.",
    explanation: "\
        Another version of an extension may change or take away what the application uses; in another schema it \
        is found only where `search_path` says so.\n\n\
        See the PostgreSQL manual, ALTER EXTENSION.",
    bad: ("CREATE EXTENSION citext VERSION '1.5';", "CREATE EXTENSION citext VERSION '1.6';"),
    good: ("CREATE EXTENSION citext;", "CREATE EXTENSION citext VERSION '1.6';"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let changed = match &change.kind {
        ChangeKind::Altered { aspect: Aspect::ExtensionVersion, .. } => true,
        ChangeKind::Renamed { from } => matches!(from, ObjectPath::Extension(_)),
        _ => false,
    };
    if !changed {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} has another version or schema", change.path),
        "what it offers may differ, and be found elsewhere",
        "read the release notes of the extension, and try the application with the new version first",
    ))
}
