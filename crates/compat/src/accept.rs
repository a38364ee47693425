//! `compat accept`.

use clap::Args;
use cli_common::{Exit, Failure, Output, input};
use findings::{Date, Severity};
use render::findings::WireReport;

/// Prints the entries of `compat.toml` that accept the findings of a report.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A report written with --format json; `-` for standard input
    #[arg(value_name = "REPORT")]
    report: String,
    /// Why they are accepted
    #[arg(long)]
    reason: String,
    /// The last day on which they are, such as 2026-03-31
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only findings of at least this level
    #[arg(long, value_name = "LEVEL", default_value = "potentially_breaking")]
    from: Severity,
    /// Only findings of this rule; repeat for more
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let source = input::text(&arguments.report)?;
    let report: WireReport = serde_json::from_str(source.text()).map_err(|error| {
        Failure::new(format!("{}: this is no report: {error}", source.name()))
            .help("write one with `compat check OLD NEW --format json`")
    })?;
    if !report.schema_version.starts_with("2.") {
        let message = format!("{}: the report is of version {}, not 2", source.name(), report.schema_version);
        return Err(Failure::new(message).help("write it again with this program"));
    }
    let wanted = report.findings.iter().filter(|finding| {
        finding.severity.parse::<Severity>().is_ok_and(|severity| severity >= arguments.from)
            && finding.rule != api_compat::DECLARED_VERSION
            && (arguments.rules.is_empty() || arguments.rules.contains(&finding.rule))
    });
    let entries: Vec<String> = wanted
        .map(|finding| {
            let object = finding.operation.as_deref().unwrap_or(&finding.subject);
            let until = arguments.until.map_or(String::new(), |day| format!("until = {day}\n"));
            format!(
                "[[accepted]]\nfingerprint = {}\nreason = {}\n{until}rule = {}\nmessage = {}\n",
                quoted(&finding.fingerprint),
                quoted(&arguments.reason),
                quoted(&finding.rule),
                quoted(&format!("{object}: {}", finding.message)),
            )
        })
        .collect();
    arguments.output.write(&entries.join("\n"))?;
    Ok(Exit::Done)
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_read_back() {
        let text = "a \"b\" \\ c\n\u{1} é";
        let written = format!("x = {}", quoted(text));
        let table = toml::de::DeTable::parse(&written).unwrap();
        assert_eq!(table.get_ref().get("x").and_then(|it| it.get_ref().as_str()), Some(text));
    }
}
