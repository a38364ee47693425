//! A schema came.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A schema came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "avro-schema-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A schema came.",
    explanation: "\
        Nobody has written or read data of it yet. Schemas of folders are matched by their full names, by \
        aliases, by their paths, and by what they hold.\n\nSee the Avro Specification 1.12, \"Names\"; \"Schema \
        Resolution\".",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SchemaAdded {
        return None;
    }
    let message = format!("the schema `{}` was added", change.item);
    let safe = (Severity::Additive, "nobody has to use it");
    Some(context.graded(&RULES[0], change, safe, message, "nothing"))
}
