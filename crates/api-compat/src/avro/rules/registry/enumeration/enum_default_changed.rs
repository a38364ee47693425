//! The default of an enum changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The default of an enum changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-default-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The default of an enum changed.",
    explanation: "\
        It is what a reader takes for symbols that it does not know. Data of both versions are read as before, \
        unless they hold symbols that went, which is said of these.\n\nSee the Avro Specification 1.12, \
        \"Enums\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"], "default": "S"}"#,
    ),
    good: (
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
        r#"{"type": "enum", "name": "Size", "symbols": ["S", "M"]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::EnumDefaultChanged {
        return None;
    }
    let message =
        format!("the default for symbols that are not known went from `{}` to `{}`", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "only symbols that a reader does not know are read otherwise");
    Some(context.graded(&RULES[0], change, safe, message, "nothing"))
}
