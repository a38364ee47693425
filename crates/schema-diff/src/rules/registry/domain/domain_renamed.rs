//! A domain has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::ObjectPath;
use crate::diff::{Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A domain has another name.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "domain-renamed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters],
    summary: "A domain has another name.",
    explanation: "\
        Columns follow the new name; statements that cast to the old one fail.\n\n\
        See the PostgreSQL manual, ALTER DOMAIN.",
    bad: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "-- renamed from: quantity\nCREATE DOMAIN amount AS integer CONSTRAINT quantity_check CHECK (VALUE > 0);",
    ),
    good: (
        "CREATE DOMAIN quantity AS integer CHECK (VALUE > 0);",
        "CREATE DOMAIN public.quantity AS int CONSTRAINT quantity_check CHECK ((VALUE > 0));",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (ObjectPath::Domain(_), ChangeKind::Renamed { from }) = (&change.path, &change.kind) else { return None };
    let finding = context.finding(
        &RULE,
        change,
        format!("{from} is called {} now", change.path),
        "statements that cast to the old name fail",
        "create it under the new name and drop the old one once nobody uses it",
    );
    let old = match from {
        ObjectPath::Domain(name) => context.before.catalogue.domains.get(name).map(|it| (name, it)),
        _ => None,
    };
    let witness = old.filter(|(_, it)| !it.not_null).map(|(name, _)| witness::cast_null(context, name));
    Some(Finding { witness, ..finding })
}
