//! A column holds more values than before.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::Dialect;
use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::types;

/// A column holds more values than before.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-type-widened",
    severity: Severity::NonBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::NewWriters],
    summary: "A column holds more values than before.",
    explanation: "\
        Every old value is still a value. A new version that already writes wider values cannot be rolled back to \
        the old schema without losing them, and a reader that keeps integers in a fixed number of bits may \
        overflow.\n\n\
        See the PostgreSQL manual, ALTER TABLE, SET DATA TYPE; SQLite, \"Datatypes\", 3.1.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));",
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(100));",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));",
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), phone varchar(20));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ColumnType,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    if !types::widens(context, change.path.relation(), &before.data_type, &after.data_type) {
        return None;
    }
    let overflows = types::is_integer(&before.data_type) && context.dialect() == Dialect::Postgres;
    let (severity, who_breaks, why) = if overflows {
        (
            Severity::PotentiallyBreaking,
            vec![Party::OldReaders, Party::NewWriters],
            "the running version may read it into an integer that is too small for what the new version writes",
        )
    } else {
        (RULE.severity, RULE.who_breaks.to_vec(), "every old value still fits; new values may not fit on the way back")
    };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} was `{}` and is `{}`", change.path, before.data_type, after.data_type),
        why,
        "write wider values only once a rollback is no longer planned",
    );
    Some(Finding { severity, who_breaks, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_wider_integer_may_overflow_in_readers() {
        let finding = testing::only(&RULE, "CREATE TABLE a (n integer);", "CREATE TABLE a (n bigint);");
        assert_eq!(finding.severity, Severity::PotentiallyBreaking);
    }
}
