//! The symbols of an enum stand in another order.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The symbols of an enum stand in another order.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-symbols-reordered",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The symbols of an enum stand in another order.",
    explanation: "\
        Data hold the number of the symbol in the writer's schema, with which they are read; symbols are then \
        matched by name. Enums sort by the order of their symbols, so that what was sorted comes in another \
        order.\n\nSee the Avro Specification 1.12, \"Enums\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M", "L"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["L", "M", "S"]}"#,
    ),
    good: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SymbolsReordered {
        return None;
    }
    let message = format!("the order of the symbols went from {} to {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "symbols are matched by name; only sorting goes by their order");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "never read data without the schema with which they were written",
    ))
}
