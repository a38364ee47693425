//! A field sorts otherwise.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A field sorts otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-order-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field sorts otherwise.",
    explanation: "\
        `order` says how data are sorted by the field: `ascending`, `descending`, `ignore`. Data are read as \
        before; what was sorted by one order is not sorted by the other.\n\nSee the Avro Specification 1.12, \
        \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long", "order": "descending"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long", "order": "ascending"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::OrderChanged {
        return None;
    }
    let message = format!("`{}` sorts `{}` now (it was `{}`)", change.item, change.words.1, change.words.0);
    let safe = (Severity::NonBreaking, "data are read as before; what is sorted comes in another order");
    Some(context.graded(&RULES[0], change, safe, message, "sort again what relies on the order"))
}
