//! Judges changes of AsyncAPI documents outside schemas: a file for each rule under `registry/`, as `cargo xtask codegen`
//! lists them.

/// A document of AsyncAPI 3 for an example: its lines below the head.
macro_rules! async_api {
    ($($line:literal)+) => {
        concat!("asyncapi: 3.0.0\n", "info: {title: Depot, version: '1'}\n", $($line, "\n"),+)
    };
}

mod context;
mod registry;

use findings::{Finding, RuleMetadata};

pub(crate) use super::change::{Change, What};
pub(crate) use super::model::Action;
pub(crate) use context::{Context, Verdict};

/// Judges a change, where it is one of the rule's kind.
pub(crate) type Check = fn(&Change, &Context<'_>) -> Option<Finding>;

/// What a file under `registry/` holds.
pub(crate) type RuleFile = (&'static [RuleMetadata], Check);

/// The kind to which these rules apply.
pub(crate) const KINDS: &[&str] = &["asyncapi"];

/// The rules by file.
pub(super) fn families() -> Vec<&'static [RuleMetadata]> {
    registry::FILES.iter().map(|(rules, _)| *rules).collect()
}

/// What the rules say of a change.
pub(super) fn judge(change: &Change, context: &Context<'_>) -> Option<Finding> {
    registry::FILES.iter().find_map(|(_, check)| check(change, context))
}
