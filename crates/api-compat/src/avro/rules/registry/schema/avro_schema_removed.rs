//! A schema is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A schema is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "avro-schema-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A schema is gone.",
    explanation: "\
        Nothing in the new version reads its data any more. Schemas of folders are matched by their full names, \
        by aliases, by their paths, and by what they hold; one that lies elsewhere has moved.\n\nSee the Avro \
        Specification 1.12, \"Names\"; \"Schema Resolution\".",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SchemaRemoved {
        return None;
    }
    let message = format!("the schema `{}` was removed", change.item);
    let safe = (Severity::NonBreaking, "only the new version lacks it");
    Some(context.graded(&RULES[0], change, safe, message, "keep it as long as there are data of it"))
}
