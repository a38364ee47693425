//! What is known of a rule apart from its code.

use crate::{Party, Severity};

/// What is known of a rule apart from its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleMetadata {
    /// Stable id; named so that "allow `<id>`" reads as English.
    pub id: &'static str,
    /// Severity it gives unless the case at hand says otherwise.
    pub severity: Severity,
    /// Dialects or formats it applies to, for example `postgres`.
    pub kinds: &'static [&'static str],
    /// Who breaks.
    pub who_breaks: &'static [Party],
    /// One line.
    pub summary: &'static str,
    /// Markdown.
    pub explanation: &'static str,
    /// A change that the rule finds: the old side and the new side.
    pub bad: (&'static str, &'static str),
    /// A change to the same end that it does not find.
    pub good: (&'static str, &'static str),
}

/// All rules of a judge, by id.
#[derive(Debug, Clone, Copy)]
pub struct RuleRegistry {
    rules: &'static [&'static RuleMetadata],
}

impl RuleRegistry {
    /// A registry over `rules`.
    pub const fn new(rules: &'static [&'static RuleMetadata]) -> Self {
        Self { rules }
    }

    /// The rule called `id`.
    pub fn get(&self, id: &str) -> Option<&'static RuleMetadata> {
        self.iter().find(|rule| rule.id == id)
    }

    /// All rules, in the order of the registry.
    pub fn iter(&self) -> impl Iterator<Item = &'static RuleMetadata> + use<> {
        self.rules.iter().copied()
    }
}
