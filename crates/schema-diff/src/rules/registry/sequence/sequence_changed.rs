//! A sequence counts differently.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A sequence counts differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "sequence-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters],
    summary: "A sequence counts differently.",
    explanation: "\
        A lower maximum or another increment is noticed only when a value is drawn: the sequence ends earlier, \
        skips numbers, or gives numbers again after `CYCLE`.\n\n\
        See the PostgreSQL manual, ALTER SEQUENCE.",
    bad: ("CREATE SEQUENCE invoice_no;", "CREATE SEQUENCE invoice_no MAXVALUE 999;"),
    good: (
        "CREATE SEQUENCE invoice_no;",
        "CREATE SEQUENCE invoice_no; COMMENT ON SEQUENCE invoice_no IS 'of the shop';",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered {
        aspect: Aspect::SequenceOptions,
        before: Object::Sequence(before),
        after: Object::Sequence(after),
    } = &change.kind
    else {
        return None;
    };
    let (old, new) = (&before.options, &after.options);
    let only_wider = new.min_value <= old.min_value
        && new.max_value >= old.max_value
        && (new.increment, new.cycle) == (old.increment, old.cycle);
    let severity = if only_wider { Severity::NonBreaking } else { RULE.severity };
    let who_breaks = if only_wider { Vec::new() } else { RULE.who_breaks.to_vec() };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} counts differently", change.path),
        "numbers may run out earlier, be skipped, or come again",
        "compare the last value drawn with the new bounds",
    );
    Some(Finding { severity, who_breaks, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn wider_bounds_disturb_nobody() {
        let finding = testing::only(&RULE, "CREATE SEQUENCE s MAXVALUE 9;", "CREATE SEQUENCE s MAXVALUE 99;");
        assert_eq!(finding.severity, Severity::NonBreaking);
    }
}
