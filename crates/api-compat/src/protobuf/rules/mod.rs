//! Judges what differs between two sets of `.proto` files: every kind of change has a rule that says at which levels it
//! breaks, who breaks, why, and what to do.
//!
//! A rule is a file under `registry/`: its metadata and its `check`. `cargo xtask codegen` writes the registry.

/// A text for an example, line by line.
macro_rules! lines {
    ($($line:literal)+) => { concat!($($line, "\n"),+) };
}

mod context;
mod judged;
mod levels;
mod registry;
#[cfg(test)]
mod tests;
mod types;
mod who;

use findings::{Finding, RuleMetadata};

pub(in crate::protobuf) use super::change::{Change, Edit, Element};
pub(in crate::protobuf) use crate::options::ProtobufLevel;
pub(in crate::protobuf) use context::Context;
pub(in crate::protobuf) use levels::Levels;
pub(in crate::protobuf) use who::{BOTH_WAYS, Broken, NEW_TO_OLD, OLD_TO_NEW, Who};

/// Kinds of a rule of this format.
pub(in crate::protobuf) const KINDS: &[&str] = &["protobuf"];

/// Judges a change, where it is one of the rule's kind.
type Check = fn(&Change<'_>, &Context<'_>) -> Option<Finding>;

/// What a file under `registry/` holds: the rule, and what judges.
type RuleFile = (&'static [RuleMetadata], Check);

/// A finding, and the index of the change that it judges.
pub(super) struct Judged {
    pub(super) change: usize,
    pub(super) finding: Finding,
}

/// The findings for `changes`, in their order.
pub(super) fn judge(changes: &[Change<'_>], context: &Context<'_>) -> Vec<Judged> {
    let all = changes.iter().enumerate().flat_map(|(at, change)| {
        let findings = registry::FILES.iter().filter_map(|(_, check)| check(change, context));
        findings.map(move |finding| Judged { change: at, finding })
    });
    all.collect()
}

/// The rules by file.
pub(super) fn families() -> Vec<&'static [RuleMetadata]> {
    registry::FILES.iter().map(|(rules, _)| *rules).collect()
}
