//! An enum has a symbol less.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// An enum has a symbol less.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-symbol-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "An enum has a symbol less.",
    explanation: "\
        Data that hold the symbol are read as the default of the reader's enum; without one they are not read. \
        With a default they are read as something else, which the specification means to happen.\n\nSee the \
        Avro Specification 1.12, \"Enums\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M", "L"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
    ),
    good: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SymbolRemoved {
        return None;
    }
    let message = if change.words.1.is_empty() {
        format!("the symbol `{}` was removed", change.item)
    } else {
        format!("the symbol `{}` was removed; data that hold it are read as `{}`", change.item, change.words.1)
    };
    let safe = (Severity::NonBreaking, "data that hold it are read as the default of the enum");
    Some(context.graded(&RULES[0], change, safe, message, "keep the symbol, or give the enum a default"))
}
