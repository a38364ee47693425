//! Reports of findings for people, for other programs, for code hosts and for build servers.

mod github;
mod group;
mod history;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod place;
mod rules;
#[cfg(test)]
mod sample;
mod sarif;
mod words;

pub use github::github;
#[cfg(feature = "schema")]
pub use history::history_json_schema;
pub use history::{History, Pair, WireHistory, WireLoss, WirePair, history_human, history_json, history_markdown};
pub use html::html;
pub use human::{diagnostics, human};
#[cfg(feature = "schema")]
pub use json::json_schema;
pub use json::{WireAllowed, WireCounts, WireDiagnostic, WireFinding, WirePlace, WireReport, WireWitness, json};
#[cfg(any(feature = "page", feature = "proof", feature = "validation"))]
pub(crate) use junit::escape;
pub use junit::junit;
pub use markdown::markdown;
pub use rules::{rule_page, rules_human, rules_json};
pub use sarif::sarif;

/// The program that says it: name and version, for the formats that want to know.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'a> {
    /// For example `compat`.
    pub name: &'a str,
    /// For example `0.1.0`.
    pub version: &'a str,
}
