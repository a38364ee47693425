//! What is created from now on gets other privileges.

use findings::{Finding, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::Change;
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// What is created from now on gets other privileges.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "default-privileges-changed",
    severity: Severity::NonBreaking,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "What is created from now on gets other privileges.",
    explanation: "\
        Default privileges concern objects that are made later by a certain role; those that are there keep theirs.\n\n\
        See the PostgreSQL manual, ALTER DEFAULT PRIVILEGES.",
    bad: (
        "CREATE TABLE a (id integer);",
        "CREATE TABLE a (id integer); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;",
    ),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !matches!(change.path, ObjectPath::DefaultPrivileges(_)) {
        return None;
    }
    Some(context.finding(
        &RULE,
        change,
        format!("the {} are others", change.path),
        "only what is created later gets them",
        "nothing",
    ))
}
