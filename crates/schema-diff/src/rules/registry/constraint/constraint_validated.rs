//! A constraint holds for the rows that were there before, too.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A constraint holds for the rows that were there before, too.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "constraint-validated",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::StoredData],
    summary: "A constraint holds for the rows that were there before, too.",
    explanation: "\
        Validation fails where a stored row does not satisfy the constraint; it scans the table under a lock that \
        lets reads and writes pass. The other way round nothing fails.\n\n\
        See the PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT.",
    bad: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer); ALTER TABLE sale ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
    ),
    good: (
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, CONSTRAINT price_positive CHECK (price > 0));",
        "CREATE TABLE sale (id integer PRIMARY KEY, price integer, note text, CONSTRAINT price_positive CHECK (price > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::ConstraintValidation,
        before: Object::Constraint(_),
        after: Object::Constraint(after),
    } = &change.kind
    else {
        return None;
    };
    if !after.validated {
        let message = format!("{} is no longer known to hold for all rows", change.path);
        let finding = context.finding(&RULE, change, message, "new rows are still checked", "nothing");
        return Some(Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), ..finding });
    }
    Some(context.finding(
        &RULE,
        change,
        format!("{} has to hold for all rows", change.path),
        "stored rows may not satisfy it, and then validation fails",
        "find and repair the rows that do not satisfy it, then validate",
    ))
}
