//! A property that the specification does not know changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A property that the specification does not know changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "schema-property-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A property that the specification does not know changed.",
    explanation: "\
        Schemas may hold any further properties, which do not affect the format of data. What they mean lies \
        with whoever wrote them: code generators, for one.\n\nSee the Avro Specification 1.12, \"Schema \
        Declaration\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "java-class": "shop.Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::PropertyChanged {
        return None;
    }
    let message = format!("the property `{}` changed", change.item);
    let safe = (Severity::NonBreaking, "properties do not affect data");
    Some(context.graded(&RULES[0], change, safe, message, "look at whoever goes by the property"))
}
