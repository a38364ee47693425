//! Markdown, for a comment on a change.

use findings::{Finding, Report, Severity};

use super::{place, words};

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("# Compatibility\n\n**{}**\n", escape(&words::verdict(report)));
    if !report.findings.is_empty() {
        text.push_str("\n| severity | rule | what | who breaks | where |\n|---|---|---|---|---|\n");
        for finding in &report.findings {
            text.push_str(&row(finding));
        }
    }
    let worrying = report.findings.iter().filter(|finding| finding.severity >= Severity::PotentiallyBreaking);
    for finding in worrying {
        text.push_str(&details(finding));
    }
    if !report.allowed.is_empty() {
        text.push_str("\n## Allowed\n\n");
        for it in &report.allowed {
            text.push_str(&format!(
                "- {} (`{}`): {}\n",
                escape(&it.finding.message),
                it.finding.rule,
                escape(&it.reason)
            ));
        }
    }
    if !report.diagnostics.is_empty() {
        text.push_str("\n## About the input\n\n");
        for it in &report.diagnostics {
            let place = it.location.as_ref().map_or(String::new(), |place| format!(" ({place})"));
            text.push_str(&format!("- `{}`: {}{}\n", it.code, escape(&it.message), escape(&place)));
        }
    }
    text
}

fn row(finding: &Finding) -> String {
    let place = place::main(finding).map_or(String::new(), ToString::to_string);
    format!(
        "| {} | `{}` | {} | {} | {} |\n",
        words::severity(finding.severity),
        finding.rule,
        escape(&finding.message),
        escape(&words::parties(&finding.who_breaks)),
        escape(&place)
    )
}

fn details(finding: &Finding) -> String {
    let mut text = format!(
        "\n## {}\n\n`{}`: {}.\n\nWhat to do: {}.\n",
        escape(&finding.message),
        finding.rule,
        escape(&finding.why),
        escape(&finding.advice)
    );
    if let Some(witness) = &finding.witness {
        text.push_str(&format!(
            "\nWorked before, fails after ({}):\n\n```sql\n{}\n-- {}\n```\n",
            escape(&words::confirmation(witness)),
            words::statements(witness),
            witness.fails_with.replace('\n', " ")
        ));
    }
    text
}

/// Keeps names from being read as Markdown, and lines from ending a table.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '|' => escaped.push('\\'),
            '*' | '_' | '<' | '[' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_read_as_markup() {
        assert_eq!(escape("a_b|c `d_e`"), "a\\_b\\|c `d_e`");
    }
}
