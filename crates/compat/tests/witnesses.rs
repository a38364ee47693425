//! The promise that a verdict carries a witness: the bad example of every rule is tried on its engine.

use database::{EngineUrl, ScratchServer, witness};
use findings::{Confirmation, Finding, RuleMetadata, Severity, SourceText};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::{Limits, Reading, read};
use schema_diff::rules::{registry, report};

/// Breaking, but with nothing to run: what breaks is named by other findings, or is no statement, or which values it is
/// depends on how bounds of any type compare.
const WITHOUT: [&str; 4] = ["schema-renamed", "constraint-replaced", "domain-type-changed", "partition-bound-changed"];

fn reading(dialect: Dialect, name: &'static str, text: &str) -> Reading {
    read(dialect, &[SourceText::new(name, text)], &Limits::default())
}

/// What `rule` finds in its bad example, where that is breaking, with the witness tried on `server`.
fn tried(rule: &RuleMetadata, server: &ScratchServer) -> Option<Finding> {
    let dialect = server.dialect();
    let (before, after) = (reading(dialect, "old.sql", rule.bad.0), reading(dialect, "new.sql", rule.bad.1));
    let report = report(&before, &after, &Rename::stated(&before, &after)).expect("renames that fit");
    let breaking = |finding: &Finding| finding.rule == rule.id && finding.severity == Severity::Breaking;
    let mut finding = report.findings.into_iter().find(breaking)?;
    witness::confirm(server, &before.statement_texts(), &after.statement_texts(), finding.witness.as_mut())
        .expect("a scratch database");
    Some(finding)
}

/// What is wrong with the witness of a breaking finding.
fn complaint(finding: &Finding) -> Option<String> {
    match &finding.witness {
        None => Some(format!("{}: no witness", finding.rule)),
        Some(witness) => match &witness.confirmation {
            Confirmation::ConfirmedBy(_) => None,
            Confirmation::Unconfirmed(why) => Some(format!("{}: {}: {why}", finding.rule, witness.statement)),
        },
    }
}

fn complaints(server: &ScratchServer) -> Vec<String> {
    let dialect = server.dialect().as_str();
    registry()
        .iter()
        .filter(|rule| rule.kinds.contains(&dialect) && !WITHOUT.contains(&rule.id))
        .filter_map(|rule| tried(rule, server))
        .filter_map(|finding| complaint(&finding))
        .collect()
}

#[test]
fn postgres_confirms_the_witness_of_every_breaking_rule() {
    let url =
        std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL").expect("run `cargo xtask test`, which starts PostgreSQL");
    let url: EngineUrl = url.parse().expect("a URL");
    let wrong = complaints(&ScratchServer::postgres(&url).expect("a server"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sqlite_confirms_the_witness_of_every_breaking_rule() {
    let wrong = complaints(&ScratchServer::sqlite().expect("scratch databases"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
