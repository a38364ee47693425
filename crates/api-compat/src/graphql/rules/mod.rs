//! Judges changes of schemas: a rule is a file under `registry/`, which `cargo xtask codegen` lists.

mod context;
mod registry;
mod say;
#[cfg(test)]
mod tests;
mod types;
mod unclassified;

pub(crate) use context::Context;

use findings::{Finding, RuleMetadata};

use super::change::{Aspect, Change, Edit, Element};

/// Judges a change, where it is one of the rule's kind.
pub(crate) type Check = fn(&Change<'_>, &Context<'_>) -> Option<Finding>;

/// What a file under `registry/` holds.
pub(crate) type RuleFile = (&'static [RuleMetadata], Check);

/// Kinds of the rules.
pub(crate) const KINDS: &[&str] = &["graphql"];

/// The rules by file.
pub(crate) fn families() -> impl Iterator<Item = &'static [RuleMetadata]> {
    registry::FILES.iter().map(|(rules, _)| *rules).chain([unclassified::RULES])
}

/// The finding for each change. One that no rule knows is potentially breaking.
pub(crate) fn judge(changes: &[Change<'_>], context: &Context<'_>) -> Vec<Finding> {
    let one = |change| {
        let found = registry::FILES.iter().find_map(|(_, check)| check(change, context));
        found.unwrap_or_else(|| unclassified::judge(change, context))
    };
    changes.iter().map(one).collect()
}
