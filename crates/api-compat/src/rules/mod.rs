//! Judges changes: every kind of change has a rule that says how bad it is, who breaks, why, and what to do.
//!
//! A rule is a file under `registry/`: its metadata, its `check`, its tests. `cargo xtask codegen` writes the registry
//! from these files. A rule about schemas has three faces, one for each role that a schema can have: `…`, `request-…`
//! and `response-…`; its file holds the metadata of all three.

/// A text for an example, line by line.
macro_rules! lines {
    ($($line:literal)+) => { concat!($($line, "\n"),+) };
}

/// A small OpenAPI document for an example: its lines below the head.
macro_rules! api {
    ($($line:literal)+) => { lines!("openapi: 3.1.0" "info: {title: Pets, version: '1'}" $($line)+) };
}

#[macro_use]
mod schema_rule;

mod context;
mod fields;
mod grade;
pub(crate) mod level;
mod notice;
mod registry;
pub(crate) mod schema;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod unclassified;
mod whole;

pub(crate) use context::Context;
pub(crate) use whole::judge as judge_versions;

use std::sync::LazyLock;

use findings::{Finding, RuleMetadata, RuleRegistry};

use crate::change::{Change, Element};
use crate::format;

/// Judges a change, where it is one of the rule's kind.
pub(crate) type Check = fn(&Change, &Context<'_>) -> Option<Finding>;

/// What a file under `registry/` holds: the faces of a rule, and what judges.
pub(crate) type RuleFile = (&'static [RuleMetadata], Check);

/// Kinds of a rule that judges interfaces with operations.
pub(crate) const OPENAPI: &[&str] = &["openapi"];

/// A finding and the change that it judges.
#[derive(Debug)]
pub(crate) struct Judged {
    /// Its index among the changes.
    pub(crate) change: usize,
    pub(crate) finding: Finding,
}

/// The findings for `changes`, in their order. A change that no rule knows is potentially breaking.
pub(crate) fn judge(changes: &[Change], context: &Context<'_>) -> Vec<Judged> {
    let mut judged = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let before = judged.len();
        let findings = checks(change.element).filter_map(|check| check(change, context));
        judged.extend(findings.map(|finding| Judged { change: index, finding: notice::of_drafts(change, finding) }));
        if judged.len() == before {
            judged.push(Judged { change: index, finding: unclassified::judge(change, context) });
        }
    }
    judged
}

/// All rules, of all formats.
pub fn registry() -> RuleRegistry {
    static ALL: LazyLock<Vec<&'static RuleMetadata>> = LazyLock::new(|| families().flatten().collect());
    RuleRegistry::new(&ALL)
}

/// The rules of all formats by file: those of one file are the faces of one rule, the first one gives the page its name.
pub fn families() -> impl Iterator<Item = &'static [RuleMetadata]> {
    format::ALL.iter().flat_map(|format| format.families())
}

/// The rules about documents of OpenAPI and JSON Schema by file.
pub(crate) fn of_documents() -> impl Iterator<Item = &'static [RuleMetadata]> {
    let files = [registry::OTHERS, registry::SCHEMA].into_iter().flatten().copied().flatten();
    WITHOUT_CHANGE.iter().copied().chain(files.map(|(rules, _)| *rules))
}

/// What may have something to say of the element: schemas change often, and other rules know nothing of them.
fn checks(element: Element) -> impl Iterator<Item = Check> {
    let groups = match element {
        Element::Schema | Element::Discriminator => registry::SCHEMA,
        _ => registry::OTHERS,
    };
    groups.iter().copied().flatten().map(|(_, check)| *check)
}

/// Rules that judge no change of their own.
const WITHOUT_CHANGE: &[&[RuleMetadata]] = &[
    unclassified::RULES,
    crate::bump::RULES,
    whole::version_not_raised::RULES,
    whole::version_lowered::RULES,
    whole::major_version_not_raised::RULES,
];
