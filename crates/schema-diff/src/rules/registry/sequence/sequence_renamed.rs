//! A sequence has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A sequence has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "sequence-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters],
    summary: "A sequence has another name.",
    explanation: "\
        Writers that draw from the sequence by its old name fail. Defaults of columns follow the new name by \
        themselves.\n\n\
        See the PostgreSQL manual, ALTER SEQUENCE.",
    bad: (
        "CREATE SEQUENCE invoice_no;",
        "-- renamed from: invoice_no
CREATE SEQUENCE bill_no;",
    ),
    good: ("CREATE SEQUENCE invoice_no;", "CREATE SEQUENCE invoice_no; CREATE SEQUENCE bill_no CACHE 20;"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Sequence(new), ChangeKind::Renamed { from: ObjectPath::Sequence(old) }) =
        (&change.path, &change.kind)
    else {
        return None;
    };
    let witness = Some(witness::next_value(context, old));
    let finding = context.finding(
        &RULE,
        change,
        format!("sequence `{old}` is called `{new}`"),
        "`nextval` with the old name fails",
        "keep the old name until no version of the application draws from it",
    );
    Some(Finding { witness, ..finding })
}
