//! SARIF 2.1.0, for code scanning.

use findings::{Allowed, AllowedBy, DiagnosticLevel, Finding, Location, Report, RuleRegistry, Severity};
use serde::Serialize;

use super::{Tool, place, rules, words};

/// The report as SARIF, with the rules of `registry` that it names.
pub fn sarif(report: &Report, registry: &RuleRegistry, tool: &Tool<'_>) -> String {
    let rules: Vec<Rule> = registry
        .iter()
        .map(|rule| Rule {
            id: rule.id,
            short_description: Text::new(rule.summary),
            full_description: Text::new(rule.explanation),
            default_configuration: Configuration { level: level(rule.severity) },
        })
        .collect();
    let index = |id: &str| rules.iter().position(|rule| rule.id == id);
    let open = report.findings.iter().map(|finding| result(finding, index(&finding.rule), None));
    let allowed = report.allowed.iter().map(|it| result(&it.finding, index(&it.finding.rule), Some(it)));
    let results = open.chain(allowed).collect();
    let notifications: Vec<Notification> = report
        .diagnostics
        .iter()
        .map(|it| Notification {
            descriptor: Descriptor { id: it.code.clone() },
            level: if it.level == DiagnosticLevel::Error { "error" } else { "warning" },
            message: Text::new(&it.message),
            locations: it.location.iter().map(Place::from).collect(),
        })
        .collect();
    let invocation =
        Invocation { execution_successful: !report.could_not_tell(), tool_execution_notifications: notifications };
    let driver = Driver { name: tool.name.to_owned(), version: tool.version.to_owned(), rules };
    let run = Run { tool: ToolOf { driver }, column_kind: "unicodeCodePoints", invocations: [invocation], results };
    rules::pretty(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "error",
        Severity::PotentiallyBreaking => "warning",
        Severity::Additive => "note",
        Severity::NonBreaking => "none",
    }
}

fn result(finding: &Finding, rule_index: Option<usize>, allowed: Option<&Allowed>) -> Outcome {
    let other = match (&finding.before, &finding.after) {
        (Some(before), Some(_)) => vec![Place { message: Some(Text::new("before")), ..Place::from(before) }],
        _ => Vec::new(),
    };
    Outcome {
        rule_id: finding.rule.clone(),
        rule_index,
        kind: if finding.severity == Severity::NonBreaking { "informational" } else { "fail" },
        level: level(finding.severity),
        message: Text::new(&words::whole(finding)),
        locations: place::main(finding).into_iter().map(Place::from).collect(),
        related_locations: other,
        partial_fingerprints: Fingerprints { finding: finding.fingerprint.clone() },
        suppressions: allowed
            .into_iter()
            .map(|it| Allowance {
                kind: match it.by {
                    AllowedBy::Comment => "inSource",
                    AllowedBy::Configuration => "external",
                },
                status: "accepted",
                justification: it.reason.clone(),
            })
            .collect(),
        properties: Properties {
            severity: finding.severity.as_str(),
            who_breaks: finding.who_breaks.iter().map(|party| party.as_str()).collect(),
        },
    }
}

/// A path as the URI reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => text.push(char::from(byte)),
            b'\\' => text.push('/'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: ToolOf<'a>,
    column_kind: &'a str,
    invocations: [Invocation; 1],
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct ToolOf<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: String,
    version: String,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

impl Text {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    descriptor: Descriptor,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Place>,
}

#[derive(Serialize)]
struct Descriptor {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Text,
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Allowance>,
    properties: Properties,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "migrationArchitect/v2")]
    finding: String,
}

#[derive(Serialize)]
struct Allowance {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    severity: &'static str,
    who_breaks: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl From<&Location> for Place {
    fn from(location: &Location) -> Self {
        let region = Region {
            start_line: location.start.line,
            start_column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
        };
        let artifact_location = Artifact { uri: uri(&location.source) };
        Self { physical_location: Physical { artifact_location, region }, message: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(uri("a b/é:1.sql"), "a%20b/%C3%A9%3A1.sql");
    }
}
