//! One HTML page that needs nothing else.

use findings::{Finding, Report, Severity};

use super::junit::escape;
use super::{Tool, place, words};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;\
padding:.3rem .6rem;border-bottom:1px solid #ddd}pre{background:#f5f5f5;padding:.6rem;overflow-x:auto}\
section{border-left:4px solid #bbb;padding-left:1rem;margin:1.5rem 0}.breaking{border-color:#b00020}\
.potentially_breaking{border-color:#b26a00}td.breaking{color:#b00020}td.potentially_breaking{color:#b26a00}";

/// The report as a page.
pub fn html(report: &Report, tool: &Tool<'_>) -> String {
    let mut body = format!("<h1>Compatibility</h1>\n<p><strong>{}</strong></p>\n", escape(&words::verdict(report)));
    if !report.findings.is_empty() {
        body.push_str("<table>\n<tr><th>Severity</th><th>Rule</th><th>What</th><th>Who breaks</th></tr>\n");
        for finding in &report.findings {
            body.push_str(&format!(
                "<tr><td class=\"{}\">{}</td><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n",
                finding.severity,
                words::severity(finding.severity),
                escape(&finding.rule),
                escape(&finding.message),
                escape(&words::parties(&finding.who_breaks))
            ));
        }
        body.push_str("</table>\n");
    }
    for finding in report.findings.iter().filter(|it| it.severity >= Severity::PotentiallyBreaking) {
        body.push_str(&section(finding));
    }
    body.push_str(&rest(report));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Compatibility: {}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{body}<footer><small>{} {}</small></footer>\n</body>\n</html>\n",
        escape(report.verdict.as_str()),
        escape(tool.name),
        escape(tool.version)
    )
}

fn section(finding: &Finding) -> String {
    let mut text = format!("<section class=\"{}\">\n<h2>{}</h2>\n", finding.severity, escape(&finding.message));
    if let Some(place) = place::main(finding) {
        let (line, _) = place::excerpt(place);
        text.push_str(&format!("<p>{}</p>\n<pre>{}</pre>\n", escape(&place.to_string()), escape(line)));
    }
    text.push_str(&format!(
        "<p>{}.</p>\n<p><b>What to do:</b> {}.</p>\n",
        escape(&finding.why),
        escape(&finding.advice)
    ));
    if let Some(witness) = &finding.witness {
        text.push_str(&format!(
            "<p>Worked before, fails after ({}):</p>\n<pre>{}\n-- {}</pre>\n",
            escape(&words::confirmation(witness)),
            escape(&words::statements(witness)),
            escape(&witness.fails_with)
        ));
    }
    text.push_str("</section>\n");
    text
}

fn rest(report: &Report) -> String {
    let mut text = String::new();
    if !report.allowed.is_empty() {
        text.push_str("<h2>Allowed</h2>\n<ul>\n");
        for it in &report.allowed {
            text.push_str(&format!("<li>{}: {}</li>\n", escape(&it.finding.message), escape(&it.reason)));
        }
        text.push_str("</ul>\n");
    }
    if !report.diagnostics.is_empty() {
        text.push_str("<h2>About the input</h2>\n<ul>\n");
        for it in &report.diagnostics {
            let place = it.location.as_ref().map_or(String::new(), |place| format!(" ({place})"));
            text.push_str(&format!("<li>{}{}</li>\n", escape(&it.message), escape(&place)));
        }
        text.push_str("</ul>\n");
    }
    text
}
