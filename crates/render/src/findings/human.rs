//! For a terminal: the source with what is meant marked, then a table, then the verdict.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};
use findings::{Diagnostic, DiagnosticLevel, Finding, Location, Report, Severity};

use super::group::{Group as FindingGroup, groups, object};
use super::{place, words};
use crate::wrap::{WIDTH, fitted};

/// Room for the numbers of lines that stand before each line.
const MARGIN: usize = 6;

/// Lines of a message that are shown.
const MESSAGE: usize = 16;

/// Characters of a line of it that are shown.
const LINE: usize = 400;

/// Findings without worry that the table lists one by one; of more it counts those of each rule.
const LISTED: usize = 100;

/// The report for a terminal, with or without colours.
pub fn human(report: &Report, colour: bool) -> String {
    let renderer = renderer(colour);
    let mut text = String::new();
    let found = groups(&report.findings);
    let database = words::is_database(report);
    let worrying = found.iter().filter(|group| group.first.severity >= Severity::PotentiallyBreaking);
    let shown = worrying.map(|group| finding(group, database)).chain(report.diagnostics.iter().map(diagnostic));
    for group in shown {
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    if !report.findings.is_empty() {
        text.push_str(&table(&found));
        text.push('\n');
    }
    for allowed in &report.allowed {
        text.push_str(&format!("allowed: {} ({})\n", allowed.finding.message, words::reason(allowed)));
    }
    text.push_str(&words::verdict(report));
    text.push('\n');
    text
}

/// Diagnostics alone, for a terminal.
pub fn diagnostics(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = renderer(colour);
    let mut text = String::new();
    for it in diagnostics {
        text.push_str(&renderer.render(&[diagnostic(it)]));
        text.push_str("\n\n");
    }
    text
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }.term_width(usize::from(WIDTH))
}

fn finding<'a>(it: &FindingGroup<'a>, database: bool) -> Group<'a> {
    let finding = it.first;
    let level = match finding.severity {
        Severity::Breaking => Level::ERROR.with_name("breaking"),
        Severity::PotentiallyBreaking => Level::WARNING.with_name("potentially breaking"),
        Severity::Additive => Level::INFO.with_name("additive"),
        Severity::NonBreaking => Level::NOTE.with_name("non-breaking"),
    };
    let name = words::severity(finding.severity);
    let title = title(name, &finding.rule, &finding.message);
    let mut group = level.primary_title(title).id(finding.rule.as_str()).elements(sides(finding));
    let note = |name: &'static str, text: &str| Level::NOTE.with_name(name).message(beside(name, text));
    if let Some(places) = it.places() {
        group = group.element(note("where", &places));
    }
    group = group.element(note("breaks", &words::parties(&finding.who_breaks)));
    group = group.element(note("why", &finding.why));
    if let Some(witness) = &finding.witness {
        let shown = format!(
            "{}\nfails with: {} ({})",
            shortened(&words::statements(witness, database)),
            shortened_line(&witness.fails_with),
            words::confirmation(witness)
        );
        group = group.element(note("witness", &shown));
    }
    group.element(Level::HELP.with_name("what to do").message(beside("what to do", &finding.advice)))
}

/// The first lines of a long message, without empty ones, and the start of long lines; all of it is in the other formats.
fn shortened(text: &str) -> String {
    let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(shortened_line).collect();
    match lines.len() {
        0..=MESSAGE => lines.join("\n"),
        count => format!("{}\n… ({} lines more)", lines[..MESSAGE].join("\n"), count - MESSAGE),
    }
}

fn shortened_line(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}… ({} characters more)", &line[..end], line[end..].chars().count()),
        None => line.to_owned(),
    }
}

/// A title in lines that fit behind `name[id]: `.
fn title(name: &str, id: &str, text: &str) -> String {
    fitted(text, usize::from(WIDTH).saturating_sub(name.len() + id.len() + 4))
}

/// A note in lines that fit behind its name.
fn beside(name: &str, text: &str) -> String {
    fitted(text, usize::from(WIDTH).saturating_sub(MARGIN + name.len() + 4))
}

/// The definition on both sides, where they differ in place or text.
fn sides(finding: &Finding) -> Vec<Element<'_>> {
    let context = |location, label| shown(location, AnnotationKind::Context, Some(label));
    let primary = |location, label| shown(location, AnnotationKind::Primary, label);
    match (&finding.before, &finding.after) {
        (Some(before), Some(after)) => {
            context(before, "before").into_iter().chain(primary(after, Some("after"))).collect()
        }
        (Some(before), None) => primary(before, Some("before")),
        (None, Some(after)) => primary(after, None),
        (None, None) => Vec::new(),
    }
}

/// The source at a location, marked.
fn shown<'a>(location: &'a Location, kind: AnnotationKind, label: Option<&'a str>) -> Vec<Element<'a>> {
    let (line, range) = place::excerpt(location);
    let snippet = Snippet::source(line).line_start(location.start.line).annotation(kind.span(range).label(label));
    let (path, start) = (location.source.as_str(), location.start);
    if location.snippet_offset == 0 {
        return vec![snippet.path(path).into()];
    }
    // The renderer would count the column in the excerpt.
    vec![Origin::path(path).line(start.line).char_column(start.column).into(), snippet.into()]
}

fn diagnostic(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.level {
        DiagnosticLevel::Error => Level::ERROR,
        DiagnosticLevel::Warning => Level::WARNING,
    };
    let title = title("warning", &diagnostic.code, &diagnostic.message);
    let mut group = Group::with_title(level.primary_title(title).id(diagnostic.code.as_str()));
    if let Some(location) = &diagnostic.location {
        group = group.elements(shown(location, AnnotationKind::Primary, None));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(beside("help", help)));
    }
    group
}

fn table(groups: &[FindingGroup<'_>]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(["Severity", "Rule", "What", "Breaks"]);
    let (worrying, others): (Vec<&FindingGroup<'_>>, Vec<&FindingGroup<'_>>) =
        groups.iter().partition(|group| group.first.severity >= Severity::PotentiallyBreaking);
    let others = if others.len() > LISTED { by_rule(&others) } else { rows(&others) };
    table.add_rows(rows(&worrying).into_iter().chain(others));
    let mut text: String = table.lines().flat_map(|line| [line.trim_end().to_owned(), "\n".to_owned()]).collect();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn rows(groups: &[&FindingGroup<'_>]) -> Vec<[String; 4]> {
    groups.iter().map(|group| row(group.first, group.object())).collect()
}

/// A row for each rule: what it found first, and how often it found something.
fn by_rule(groups: &[&FindingGroup<'_>]) -> Vec<[String; 4]> {
    let mut counts: BTreeMap<(Reverse<Severity>, &str), (&Finding, usize)> = BTreeMap::new();
    for group in groups {
        let key = (Reverse(group.first.severity), group.first.rule.as_str());
        counts.entry(key).or_insert((group.first, 0)).1 += group.all.len();
    }
    let what = |finding: &Finding, count: usize| match count {
        1 => object(finding),
        count => format!("{}, and {} more", object(finding), count - 1),
    };
    counts.into_values().map(|(finding, count)| row(finding, what(finding, count))).collect()
}

fn row(finding: &Finding, what: String) -> [String; 4] {
    let severity = words::severity(finding.severity).to_owned();
    [severity, finding.rule.clone(), what, words::parties(&finding.who_breaks)]
}

#[cfg(test)]
mod tests {
    use super::super::sample::interface;
    use super::*;
    use findings::{SourceText, Span};

    #[test]
    fn the_place_in_a_long_line_is_the_one_in_the_source() {
        let text = format!("{}here{}", " x".repeat(2_000), " y".repeat(2_000));
        let location = SourceText::new("a.sql", text).locate(Span::new(4_000, 4_004));
        let wrong = Diagnostic {
            level: DiagnosticLevel::Error,
            code: "odd".to_owned(),
            message: "It is odd.".to_owned(),
            location: Some(location),
            help: None,
        };
        let text = Renderer::plain().term_width(usize::from(WIDTH)).render(&[diagnostic(&wrong)]);
        assert!(text.contains("a.sql:1:4001") && text.contains("here") && text.contains("^^^^"), "{text}");
    }

    #[test]
    fn an_interface_is_shown_by_operation_with_both_sides() {
        let text = human(&interface(), false);
        for part in [
            "breaking[required-parameter-added]: query parameter `limit` is required",
            "old.yaml:3:5",
            "new.yaml:4:9",
            "where: GET /pets: query parameter `limit`",
            "witness: GET /pets\n",
            "confirmed by a validator 1.0",
            "where: 2 operations: GET /pets, GET /pets/{id}",
            "warning[unknown-field]",
            "allowed: `maxLength` went from 20 to 40 (it was wrong, until 2026-03-31)",
            "breaking: 1 breaking, 2 potentially breaking, 1 allowed; it needs a major version",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }

    #[test]
    fn of_a_long_message_the_first_lines_are_shown() {
        let text = "x\n".repeat(40);
        assert_eq!(shortened(&text).lines().count(), MESSAGE + 1);
        assert_eq!(shortened("a\n\nb"), "a\nb");
        let line = format!("{}é", "é".repeat(LINE));
        assert_eq!(shortened(&line), format!("{}… (1 characters more)", "é".repeat(LINE)));
    }

    #[test]
    fn of_many_findings_without_worry_those_of_a_rule_are_one_row() {
        let mut report = interface();
        let quiet = Finding { severity: Severity::Additive, ..report.findings[0].clone() };
        let many = (0..=LISTED).map(|at| Finding { operation: None, subject: format!("path {at}"), ..quiet.clone() });
        report.findings.extend(many);
        let text = human(&report, false);
        assert!(text.contains("path 0, and 100 more"), "{text}");
        assert!(text.lines().count() < 100, "{text}");
    }
}
