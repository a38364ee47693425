//! A `doc` changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A `doc` changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "avro-documentation-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A `doc` changed.",
    explanation: "\
        Documentation is for people; no reader and no writer looks at it.\n\nSee the Avro Specification 1.12, \
        \"Schema Declaration\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "doc": "What was ordered.", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::DocumentationChanged {
        return None;
    }
    let message = "the documentation changed".to_owned();
    let safe = (Severity::NonBreaking, "nobody reads data by it");
    Some(context.graded(&RULES[0], change, safe, message, "nothing"))
}
