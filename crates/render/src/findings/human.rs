//! For a terminal: the source with what is meant marked, then a table, then the verdict.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};
use findings::{Diagnostic, DiagnosticLevel, Finding, Location, Report, Severity};

use super::{place, words};

/// Width that everything for people is laid out for.
const WIDTH: u16 = 110;

/// The report for a terminal, with or without colours.
pub fn human(report: &Report, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(usize::from(WIDTH));
    let mut text = String::new();
    let worrying = report.findings.iter().filter(|finding| finding.severity >= Severity::PotentiallyBreaking);
    let groups = worrying.map(finding).chain(report.diagnostics.iter().map(diagnostic));
    for group in groups {
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    if !report.findings.is_empty() {
        text.push_str(&table(&report.findings));
        text.push('\n');
    }
    for suppressed in &report.suppressed {
        text.push_str(&format!("allowed: {} ({})\n", suppressed.finding.message, suppressed.reason));
    }
    text.push_str(&words::verdict(report));
    text.push('\n');
    text
}

fn finding(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Breaking => Level::ERROR.with_name("breaking"),
        Severity::PotentiallyBreaking => Level::WARNING.with_name("potentially breaking"),
        Severity::Additive => Level::INFO.with_name("additive"),
        Severity::NonBreaking => Level::NOTE.with_name("non-breaking"),
    };
    let mut group = level.primary_title(finding.message.as_str()).id(finding.rule.as_str()).elements(sides(finding));
    let breaks = Level::NOTE.with_name("breaks").message(words::parties(&finding.who_breaks));
    group = group.element(breaks);
    group = group.element(Level::NOTE.with_name("why").message(finding.why.as_str()));
    if let Some(witness) = &finding.witness {
        let shown = format!(
            "{}\nfails with: {} ({})",
            words::statements(witness),
            witness.fails_with,
            words::confirmation(witness)
        );
        group = group.element(Level::NOTE.with_name("witness").message(shown));
    }
    group.element(Level::HELP.with_name("what to do").message(finding.advice.as_str()))
}

/// The definition on both sides, where they differ in place or text.
fn sides(finding: &Finding) -> Vec<Snippet<'_, Annotation<'_>>> {
    match (&finding.before, &finding.after) {
        (Some(before), Some(after)) => vec![
            snippet(before, AnnotationKind::Context.span(place::excerpt(before).1).label("before")),
            snippet(after, AnnotationKind::Primary.span(place::excerpt(after).1).label("after")),
        ],
        (Some(before), None) => {
            vec![snippet(before, AnnotationKind::Primary.span(place::excerpt(before).1).label("before"))]
        }
        (None, Some(after)) => vec![snippet(after, AnnotationKind::Primary.span(place::excerpt(after).1))],
        (None, None) => Vec::new(),
    }
}

fn snippet<'a>(location: &'a Location, annotation: Annotation<'a>) -> Snippet<'a, Annotation<'a>> {
    let (line, _) = place::excerpt(location);
    Snippet::source(line).line_start(location.start.line).path(location.source.as_str()).annotation(annotation)
}

fn diagnostic(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.level {
        DiagnosticLevel::Error => Level::ERROR,
        DiagnosticLevel::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()));
    if let Some(location) = &diagnostic.location {
        let range = place::excerpt(location).1;
        group = group.element(snippet(location, AnnotationKind::Primary.span(range)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn table(findings: &[Finding]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(["Severity", "Rule", "What", "Breaks"]);
    for finding in findings {
        table.add_row([
            words::severity(finding.severity).to_owned(),
            finding.rule.clone(),
            finding.subject.clone(),
            words::parties(&finding.who_breaks),
        ]);
    }
    let mut text: String = table.lines().flat_map(|line| [line.trim_end().to_owned(), "\n".to_owned()]).collect();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
