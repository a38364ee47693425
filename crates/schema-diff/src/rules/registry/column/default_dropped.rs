//! A column has lost its default.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;
use crate::rules::witness;

/// A column has lost its default.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "default-dropped",
    severity: Severity::PotentiallyBreaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "A column has lost its default.",
    explanation: "\
        Writers of the running version that leave the column out write NULL from now on; where the column refuses \
        NULL they fail. Keep the default until the old version is gone.\n\n\
        See the PostgreSQL manual, ALTER TABLE, DROP DEFAULT; SQLite, \"CREATE TABLE\", 3.2.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL DEFAULT '');",
        "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT '');",
        "CREATE TABLE users (id integer PRIMARY KEY, email text DEFAULT '', phone text);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let ChangeKind::Altered {
        aspect: Aspect::ColumnDefault,
        before: Object::Column(before),
        after: Object::Column(after),
    } = &change.kind
    else {
        return None;
    };
    let (Some(default), None) = (&before.default, &after.default) else { return None };
    let message = format!("column {table}.{name} no longer has the default `{}`", default.text);
    let advice = "keep the default until no version of the application leaves the column out";
    if after.identity.is_some() || after.generated.is_some() {
        let finding = context.finding(&RULE, change, message, "the column still fills itself", "nothing");
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    }
    if !after.not_null {
        return Some(context.finding(
            &RULE,
            change,
            message,
            "writers that leave the column out write NULL now",
            advice,
        ));
    }
    let (old_table, _) = context.old_table(table)?;
    let witness = if before.not_null { witness::insert_without(context, &old_table, name) } else { None };
    let finding = context.finding(
        &RULE,
        change,
        message,
        "every `INSERT` that leaves the column out fails, since it refuses NULL",
        advice,
    );
    Some(Finding { severity: Severity::Breaking, witness, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn where_null_is_accepted_nobody_fails() {
        let before = "CREATE TABLE a (n integer DEFAULT 1);";
        let finding = testing::only(&RULE, before, "CREATE TABLE a (n integer);");
        assert_eq!(finding.severity, Severity::PotentiallyBreaking);
    }

    #[test]
    fn where_null_is_refused_inserts_fail() {
        let before = "CREATE TABLE a (n integer NOT NULL DEFAULT 1);";
        let finding = testing::only(&RULE, before, "CREATE TABLE a (n integer NOT NULL);");
        let statement = finding.witness.map(|witness| witness.statement);
        assert_eq!(finding.severity, Severity::Breaking);
        assert_eq!(statement.as_deref(), Some("INSERT INTO public.a DEFAULT VALUES"));
    }
}
