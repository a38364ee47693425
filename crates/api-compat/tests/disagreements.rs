//! The page about disagreements says what is so: its examples have the verdicts and witnesses that it gives.

use api_compat::{Document, Kind, Limits, Options, Sources, compare_sources};
use findings::{Confirmation, Report, SourceText};

const PAGE: &str = include_str!("../../../docs/rules/disagreements.md");

/// The block that starts with `head`, of JSON, of GraphQL or of Protobuf.
fn block<'p>(section: &'p str, head: &str) -> Option<&'p str> {
    let opened = |language: &str| section.split_once(&format!("```{language} {head}\n"));
    let (_, rest) = opened("json").or_else(|| opened("graphql")).or_else(|| opened("proto"))?;
    Some(rest.split_once("\n```")?.0)
}

/// Files at the level that the section names, or at that of packages.
fn compare_proto(section: &str, before: &str, after: &str) -> Report {
    let read = |text: &str| Sources::file(SourceText::new("a.proto", text), &Limits::default());
    let level = section.lines().find_map(|line| line.strip_prefix("Level: `")?.strip_suffix('`')).unwrap_or("package");
    let level = level.parse().unwrap_or_else(|error| panic!("{error}"));
    let options = Options::default().with_kind(Kind::Protobuf).with_protobuf_level(level);
    compare_sources(&read(before), &read(after), &options).unwrap_or_else(|error| panic!("{error}: {before}"))
}

fn compare(section: &str, before: &str, after: &str) -> Report {
    if section.contains("```proto ") {
        return compare_proto(section, before, after);
    }
    if !before.starts_with(['{', '[']) {
        let read = |name: &'static str, text: &str| Sources::file(SourceText::new(name, text), &Limits::default());
        let options = Options::default().with_kind(Kind::GraphQl);
        let report = compare_sources(&read("before.graphql", before), &read("after.graphql", after), &options);
        return report.unwrap_or_else(|error| panic!("{error}: {before}"));
    }
    let read = |name: &'static str, text: &str| Document::read(SourceText::new(name, text), &Limits::default());
    let mut options = Options::default();
    let (avro, openapi) = (read("before", before).kind() == Some(Kind::Avro), before.contains("openapi"));
    options.kind = if avro { Some(Kind::Avro) } else { (!openapi).then_some(Kind::JsonSchema) };
    let report = api_compat::compare(&read("before", before), &read("after", after), &options);
    report.unwrap_or_else(|error| panic!("{error}: {before}"))
}

#[test]
fn examples_have_the_verdict_that_the_page_gives() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for section in PAGE.split("\n### ").skip(1) {
        let title = section.lines().next().unwrap_or_default();
        let (Some(before), Some(after)) = (block(section, "before"), block(section, "after")) else { continue };
        tried += 1;
        let line = section.lines().find_map(|line| line.strip_prefix("Verdict: `")).unwrap_or_default();
        let (verdict, shown) = line.split_once('`').unwrap_or((line, ""));
        let report = compare(section, before, after);
        if report.verdict.as_str() != verdict {
            let rules: Vec<_> = report.findings.iter().map(|it| format!("{} {}", it.severity, it.rule)).collect();
            wrong.push(format!("{title}: {}, {rules:?}", report.verdict));
        }
        let Some(shown) = shown.strip_prefix(", shown by `").map(|it| it.trim_end_matches('`')) else { continue };
        let confirmed = report.findings.iter().filter_map(|it| it.witness.as_ref()).filter(|witness| {
            witness.statement.contains(shown) && matches!(witness.confirmation, Confirmation::ConfirmedBy(_))
        });
        if confirmed.count() == 0 {
            let all: Vec<_> = report.findings.iter().map(|it| it.witness.clone()).collect();
            wrong.push(format!("{title}: not shown by {shown}: {all:?}"));
        }
    }
    assert!(tried > 10 && wrong.is_empty(), "{tried} examples\n{}", wrong.join("\n"));
}
