//! How a report is shown.

use clap::ValueEnum;
use findings::{Report, RuleRegistry};
use render::findings::{github, html, human, json, junit, markdown, sarif};

use crate::arguments::TOOL;

/// How a report is shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// The source with what is meant marked, a table and the verdict
    Human,
    /// For other programs; the schema is in docs/schemas
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// For build servers
    Junit,
    /// For a comment on a change
    Markdown,
    /// Annotations of GitHub Actions
    Github,
    /// One page that needs nothing else
    Html,
}

impl Format {
    pub(crate) fn show(self, report: &Report, registry: &RuleRegistry, coloured: bool) -> String {
        match self {
            Self::Human => human(report, coloured),
            Self::Json => json(report),
            Self::Sarif => sarif(report, registry, &TOOL),
            Self::Junit => junit(report, &TOOL),
            Self::Markdown => markdown(report),
            Self::Github => github(report),
            Self::Html => html(report, &TOOL),
        }
    }
}
