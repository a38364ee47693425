//! An enum has a symbol more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// An enum has a symbol more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-symbol-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "An enum has a symbol more.",
    explanation: "\
        Nobody has written it yet, so that all old data are read. A reader of the old version that meets it \
        takes the default of its enum; without one it fails.\n\nSee the Avro Specification 1.12, \"Enums\"; \
        \"Schema Resolution\".",
    bad: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M", "L"]}"#,
    ),
    good: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SymbolAdded {
        return None;
    }
    let message = format!("the symbol `{}` was added", change.item);
    let safe = (Severity::Additive, "no old data hold it");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "give the enum a default in one version, and add symbols in a later one",
    ))
}
