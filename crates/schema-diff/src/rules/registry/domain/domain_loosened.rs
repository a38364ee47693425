//! A domain accepts more values.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::domain_tightened::tighter;
use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A domain accepts more values.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-loosened",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::NewWriters],
    summary: "A domain accepts more values.",
    explanation: "\
        The new version writes values that the running one may not expect; what it wrote stands in the way when the condition comes back.\n\n\
        See the PostgreSQL manual, ALTER DOMAIN.",
    bad: ("CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);", "CREATE DOMAIN quantity AS integer;"),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect, before: Object::Domain(old), after: Object::Domain(new) } = &change.kind else {
        return None;
    };
    let loosens = match aspect {
        Aspect::NotNullDropped => true,
        Aspect::DomainChecks => tighter(old, new).is_none(),
        _ => false,
    };
    loosens.then(|| {
        context.finding(
            &RULE,
            change,
            format!("{} demands less", change.path),
            "the running version may read values that it does not expect",
            "see that the running version copes before the new one writes such values",
        )
    })
}
