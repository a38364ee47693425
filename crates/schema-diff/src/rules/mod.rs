//! Judges changes: every kind of change has a rule that says how bad it is, who breaks, why, and what to do.
//!
//! A rule is a file under `registry/`: its metadata, its `check`, its tests. `cargo xtask codegen` writes the registry
//! from these files.

mod alone;
mod context;
mod published;
mod registry;
mod report;
mod rule;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod texts;
mod types;
mod witness;

pub use alone::alone;
pub use report::report;

use findings::{Finding, RuleRegistry};

use crate::diff::Change;
use crate::read::Reading;
use context::Context;

/// The findings for `changes`, which lead from `before` to `after`, in the order of the changes.
///
/// Witnesses are unconfirmed: they are made without an engine at hand.
pub fn judge(changes: &[Change], before: &Reading, after: &Reading) -> Vec<Finding> {
    let context = Context::new(changes, before, after);
    changes.iter().flat_map(|change| registry::CHECKS.iter().filter_map(|check| check(change, &context))).collect()
}

/// All rules.
pub fn registry() -> RuleRegistry {
    RuleRegistry::new(registry::METADATA)
}
