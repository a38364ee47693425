//! The other names of a type or a field changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The other names of a type or a field changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "aliases-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The other names of a type or a field changed.",
    explanation: "\
        Aliases say under which names data may have been written. One that comes lets more data be read. \
        Without one that went, older data may be unreadable: `compat history` compares with all \
        versions.\n\nSee the Avro Specification 1.12, \"Names\"; \"Aliases\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "aliases": ["Bill"], "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::AliasesChanged {
        return None;
    }
    let message = format!(
        "the aliases of {} were [{}] and are [{}]",
        if change.item.is_empty() { "the type" } else { &change.item },
        change.words.0,
        change.words.1
    );
    let safe = (Severity::NonBreaking, "data of both versions are read as before");
    Some(context.graded(&RULES[0], change, safe, message, "keep aliases as long as there are data under those names"))
}
