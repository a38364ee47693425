//! A table is stored or checked differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::published;
use crate::rules::rule::EVERYWHERE;

/// A table is stored or checked differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "table-options-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A table is stored or checked differently.",
    explanation: "\
        `UNLOGGED` tables lose their rows in a crash and are not replicated. `STRICT` tables (SQLite) refuse \
        values of another type. `WITHOUT ROWID` takes away `rowid`. Storage parameters change speed, not results.\n\n\
        See the PostgreSQL manual, CREATE TABLE, Storage Parameters; SQLite, \"STRICT Tables\" and \"WITHOUT ROWID \
        Tables\".",
    bad: ("CREATE TABLE a (id integer);", "CREATE UNLOGGED TABLE a (id integer);"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::TableOptions,
        before: Object::Table(before),
        after: Object::Table(after),
    } = &change.kind
    else {
        return None;
    };
    if let Some(finding) = published::replica_identity_refuses(context, &RULE, change) {
        return Some(finding);
    }
    let (old, new) = (&before.options, &after.options);
    let why = if new.strict && !old.strict {
        "values of another type than the column's are refused"
    } else if new.without_rowid && !old.without_rowid {
        "statements that name `rowid` fail"
    } else if new.unlogged && !old.unlogged {
        "its rows are lost in a crash and do not reach replicas"
    } else {
        let finding = context.finding(
            &RULE,
            change,
            format!("{} has other options", change.path),
            "they change speed and storage, not results",
            "nothing",
        );
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    };
    Some(context.finding(
        &RULE,
        change,
        format!("{} has other options", change.path),
        why,
        "see that no version of the application relies on the old behaviour",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn storage_parameters_disturb_nobody() {
        let before = "CREATE TABLE a (id integer);";
        let finding = testing::only(&RULE, before, "CREATE TABLE a (id integer) WITH (fillfactor = 70);");
        assert_eq!((finding.severity, finding.who_breaks.len()), (Severity::NonBreaking, 0));
    }
}
