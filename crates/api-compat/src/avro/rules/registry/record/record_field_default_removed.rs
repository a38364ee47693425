//! A field has lost its default.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A field has lost its default.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-default-removed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field has lost its default.",
    explanation: "\
        Data of the version before hold the field, so they are read. Data of versions before that, which lack \
        it, can no longer be read: `compat history` compares with all of them.\n\nSee the Avro Specification \
        1.12, \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int", "default": 2}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::DefaultRemoved {
        return None;
    }
    let message = format!("the field `{}` has no default any more (it was {})", change.item, change.words.0);
    let safe = (
        Severity::NonBreaking,
        "data of both versions hold the field; older data, which lack it, are not read any more",
    );
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "keep the default as long as there are data without the field",
    ))
}
