//! `JUnit` XML, for build servers: a test case per finding.

use findings::{DiagnosticLevel, Finding, Report, Severity};

use super::group::object;
use super::{Tool, place, words};

/// The report as `JUnit` XML: what may break fails, what is allowed is skipped, what was not understood is an error.
pub fn junit(report: &Report, tool: &Tool<'_>) -> String {
    let mut cases = String::new();
    let (mut failures, mut errors) = (0_usize, 0_usize);
    for finding in &report.findings {
        let failed = finding.severity >= Severity::PotentiallyBreaking;
        failures += usize::from(failed);
        cases.push_str(&case(finding, &if failed { failure(finding) } else { String::new() }));
    }
    for it in &report.allowed {
        cases.push_str(&case(&it.finding, &format!("<skipped message=\"{}\"/>", escape(&words::reason(it)))));
    }
    let not_understood = report.diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error);
    for diagnostic in not_understood {
        errors += 1;
        let place = diagnostic.location.as_ref().map_or(String::new(), ToString::to_string);
        cases.push_str(&format!(
            "    <testcase name=\"{}\" classname=\"{}\"><error message=\"{}\"/></testcase>\n",
            escape(&place),
            escape(&diagnostic.code),
            escape(&diagnostic.message)
        ));
    }
    let tests = report.findings.len() + report.allowed.len() + errors;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n\
         \x20 <testsuite name=\"{verdict}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n\
         {cases}  </testsuite>\n</testsuites>\n",
        name = escape(tool.name),
        verdict = escape(&words::verdict(report)),
        skipped = report.allowed.len(),
    )
}

fn case(finding: &Finding, content: &str) -> String {
    let place = place::main(finding)
        .map_or(String::new(), |place| format!(" file=\"{}\" line=\"{}\"", escape(&place.source), place.start.line));
    format!(
        "    <testcase name=\"{}\" classname=\"{}\"{place}>{content}</testcase>\n",
        escape(&object(finding)),
        escape(&finding.rule)
    )
}

fn failure(finding: &Finding) -> String {
    format!(
        "<failure message=\"{}\" type=\"{}\">{}</failure>",
        escape(&finding.message),
        finding.severity,
        escape(&words::whole(finding))
    )
}

/// Escapes markup, and leaves out the control characters that XML 1.0 does not allow.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_do_not_get_through() {
        assert_eq!(escape("<a b=\"c\">&\u{1}"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}");
    }
}
