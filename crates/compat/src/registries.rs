//! The rules of all that judge.

use findings::{RuleMetadata, RuleRegistry};

/// The registries, databases first.
fn all() -> [RuleRegistry; 2] {
    [schema_diff::rules::registry(), api_compat::rules::registry()]
}

/// All rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static RuleMetadata> {
    all().into_iter().flat_map(|registry| registry.iter())
}

/// The rules called `id`: a database and an interface may each have one.
pub(crate) fn called(id: &str) -> impl Iterator<Item = &'static RuleMetadata> {
    all().into_iter().filter_map(move |registry| registry.get(id))
}

/// The ids of all rules.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    rules().map(|rule| rule.id)
}
