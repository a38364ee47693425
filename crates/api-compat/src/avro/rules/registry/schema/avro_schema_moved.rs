//! A schema lies in another file.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A schema lies in another file.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "avro-schema-moved",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A schema lies in another file.",
    explanation: "\
        It was found again by its full name, an alias, or what it holds. Data go by names, not by files.\n\nSee \
        the Avro Specification 1.12, \"Names\"; \"Schema Resolution\".",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SchemaMoved {
        return None;
    }
    let message = format!("the schema lies at `{}` now (it was `{}`)", change.words.1, change.words.0);
    let safe = (Severity::NonBreaking, "data go by names, not by files");
    Some(context.graded(&RULES[0], change, safe, message, "tell those who fetch the file by its path"))
}
