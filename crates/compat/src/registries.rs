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

/// The rule called `id`.
pub(crate) fn rule(id: &str) -> Option<&'static RuleMetadata> {
    all().iter().find_map(|registry| registry.get(id))
}

/// The ids of all rules.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    rules().map(|rule| rule.id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_two_rules_share_an_id() {
        let mut seen = BTreeSet::new();
        assert_eq!(super::ids().filter(|id| !seen.insert(*id)).collect::<Vec<_>>(), [""; 0]);
    }
}
