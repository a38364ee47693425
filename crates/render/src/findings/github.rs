//! Annotations of GitHub Actions (workflow commands).

use findings::{DiagnosticLevel, Location, Report, Severity};

use super::group::groups;
use super::{place, words};

/// The report as workflow commands, one a line, and the verdict as the last line.
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for group in groups(&report.findings) {
        let finding = group.first;
        let level = match finding.severity {
            Severity::Breaking => "error",
            Severity::PotentiallyBreaking => "warning",
            Severity::Additive | Severity::NonBreaking => "notice",
        };
        let places = group.places().map_or(String::new(), |places| format!("{places}: "));
        let message = format!("{places}{}", words::whole(finding));
        text.push_str(&command(level, place::main(finding), &finding.rule, &message));
    }
    for diagnostic in &report.diagnostics {
        let level = match diagnostic.level {
            DiagnosticLevel::Error => "error",
            DiagnosticLevel::Warning => "warning",
        };
        text.push_str(&command(level, diagnostic.location.as_ref(), &diagnostic.code, &diagnostic.message));
    }
    text.push_str(&words::verdict(report));
    text.push('\n');
    text
}

fn command(level: &str, location: Option<&Location>, title: &str, message: &str) -> String {
    let place = location.map_or(String::new(), |location| {
        format!(
            "file={},line={},endLine={},col={},endColumn={},",
            property(&location.source),
            location.start.line,
            location.end.line,
            location.start.column,
            location.end.column
        )
    });
    format!("::{level} {place}title={}::{}\n", property(title), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let line = command("error", None, "a:b,c", "one\ntwo %");
        assert_eq!(line, "::error title=a%3Ab%2Cc::one%0Atwo %25\n");
    }
}
