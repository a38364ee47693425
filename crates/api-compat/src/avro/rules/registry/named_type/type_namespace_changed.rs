//! A named type is in another namespace.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A named type is in another namespace.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "type-namespace-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A named type is in another namespace.",
    explanation: "\
        Names are compared without their namespaces where schemas are resolved, so that data are read as \
        before. Registries that file schemas by their full names, and classes made from them, go by the whole \
        name.\n\nSee the Avro Specification 1.12, \"Names\"; \"Aliases\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "namespace": "a", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "namespace": "b", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::NamespaceChanged {
        return None;
    }
    let message = format!("`{}` is called `{}` now, in another namespace", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "names are compared without their namespaces");
    Some(context.graded(&RULES[0], change, safe, message, "nothing for data; move what is filed by the full name"))
}
