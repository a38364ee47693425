//! Rules: their pages, and lists of them.

use findings::RuleMetadata;
use serde::Serialize;

use super::words;

/// What a rule finds, why, and by what example, as Markdown.
pub fn rule_page(rule: &RuleMetadata) -> String {
    let database = rule.kinds.iter().any(|kind| words::is_dialect(kind));
    let mut text = format!(
        "# {}\n\n{}\n\n- Severity: `{}`\n- Who breaks: {}\n- {}: {}\n\n{}\n",
        rule.id,
        rule.summary,
        rule.severity,
        words::parties(rule.who_breaks),
        if database { "Dialects" } else { "Formats" },
        rule.kinds.join(", "),
        rule.explanation,
    );
    for (title, (before, after)) in [("Found", rule.bad), ("Not found", rule.good)] {
        // A rule about interfaces may have nothing to show; a schema may be empty.
        if database || !before.is_empty() {
            let (before, after) = (example(before, rule), example(after, rule));
            text.push_str(&format!("\n## {title}\n\nBefore:\n{before}After:\n{after}"));
        }
    }
    text.push_str("\n## To allow it\n\n");
    text.push_str(&to_allow(rule));
    text
}

/// How a finding of the rule is allowed where it stands.
fn to_allow(rule: &RuleMetadata) -> String {
    let on_the_line = |where_it_is: &str, language: &str, mark: &str| {
        format!(
            "{where_it_is}, on the line that the finding marks or the line before, on either side:\n\
             ```{language}\n{mark} allow {}: the reason\n```\n",
            rule.id
        )
    };
    match language(rule) {
        Language::Sql => format!(
            "On the line of the definition or the line before, on either side:\n```sql\n-- allow {}: the reason\n```\n",
            rule.id
        ),
        Language::GraphQl => on_the_line("In the schema", "graphql", "#"),
        Language::Protobuf => on_the_line("In the file", "proto", "//"),
        Language::Json => "JSON has no comments: accept the finding in `compat.toml` (`compat accept`).\n".to_owned(),
        Language::Yaml => format!(
            "{}JSON has no comments: there, accept the finding in `compat.toml` (`compat accept`).\n",
            on_the_line("In YAML", "yaml", "#")
        ),
    }
}

/// What the examples of a rule are written in.
enum Language {
    Sql,
    GraphQl,
    Protobuf,
    Json,
    Yaml,
}

fn language(rule: &RuleMetadata) -> Language {
    let is = |wanted: &str| rule.kinds.contains(&wanted);
    if rule.kinds.iter().any(|kind| words::is_dialect(kind)) {
        Language::Sql
    } else if is("graphql") {
        Language::GraphQl
    } else if is("protobuf") {
        Language::Protobuf
    } else if is("avro") && !is("openapi") {
        Language::Json
    } else {
        Language::Yaml
    }
}

fn example(text: &str, rule: &RuleMetadata) -> String {
    let language = match language(rule) {
        Language::Sql => return format!("```sql\n{}```\n", lines(text)),
        Language::GraphQl => "graphql",
        Language::Protobuf => "proto",
        _ if text.trim_start().starts_with(['{', '[']) => "json",
        Language::Json | Language::Yaml => "yaml",
    };
    format!("```{language}\n{}\n```\n", text.trim_end())
}

/// A statement a line, so that an example reads as a file would.
fn lines(sql: &str) -> String {
    if sql.is_empty() {
        return "-- nothing\n".to_owned();
    }
    let mut text = String::new();
    let mut quoted = false;
    for (at, piece) in sql.split("$$").enumerate() {
        if at > 0 {
            text.push_str("$$");
        }
        text.push_str(&if quoted { piece.to_owned() } else { piece.replace("; ", ";\n") });
        quoted = !quoted;
    }
    text.push('\n');
    text
}

/// All rules, a line each.
pub fn rules_human<I: Iterator<Item = &'static RuleMetadata>>(rules: impl Fn() -> I) -> String {
    let width = rules().map(|rule| rule.id.len()).max().unwrap_or(0);
    let lines = rules().map(|rule| format!("{:width$}  {:20}  {}\n", rule.id, rule.severity, rule.summary));
    lines.collect::<Vec<_>>().concat()
}

#[derive(Serialize)]
struct WireRules<'a> {
    schema_version: &'a str,
    rules: Vec<WireRule<'a>>,
}

#[derive(Serialize)]
struct WireRule<'a> {
    id: &'a str,
    severity: &'a str,
    kinds: &'a [&'a str],
    who_breaks: Vec<&'a str>,
    summary: &'a str,
    explanation: &'a str,
}

/// All rules as JSON.
pub fn rules_json(rules: impl Iterator<Item = &'static RuleMetadata>) -> String {
    let rules = rules.map(|rule| WireRule {
        id: rule.id,
        severity: rule.severity.as_str(),
        kinds: rule.kinds,
        who_breaks: rule.who_breaks.iter().map(|party| party.as_str()).collect(),
        summary: rule.summary,
        explanation: rule.explanation,
    });
    pretty(&WireRules { schema_version: "1.0", rules: rules.collect() })
}

/// JSON for people to read, with a line end behind it. What is written has string keys only, so writing cannot fail.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_a_statement_a_line() {
        assert_eq!(lines("SELECT 1; SELECT $$ a; b $$;"), "SELECT 1;\nSELECT $$ a; b $$;\n");
    }
}
