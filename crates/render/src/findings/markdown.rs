//! Markdown, for a comment on a change.

use findings::{Report, Severity};

use super::group::{Group, groups};
use super::{place, words};

/// Findings of one severity that are listed before the rest is only counted: a comment has an end.
const LISTED: usize = 50;

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("# Compatibility\n\n**{}**\n", escape(&words::verdict(report)));
    let found = groups(&report.findings);
    if !found.is_empty() {
        text.push_str("\n| severity | rule | what | who breaks | where |\n|---|---|---|---|---|\n");
        for group in shown(&found) {
            text.push_str(&row(group));
        }
    }
    let left = found.len() - shown(&found).count();
    if left > 0 {
        text.push_str(&format!("\n… and {left} more; the other formats hold all of them.\n"));
    }
    for group in shown(&found).filter(|group| group.first.severity >= Severity::PotentiallyBreaking) {
        text.push_str(&details(group, words::is_database(report)));
    }
    text.push_str(&rest(report));
    text
}

/// The first of each severity.
fn shown<'g, 'a>(groups: &'g [Group<'a>]) -> impl Iterator<Item = &'g Group<'a>> {
    let mut counts = std::collections::BTreeMap::<Severity, usize>::new();
    groups.iter().filter(move |group| {
        let count = counts.entry(group.first.severity).or_default();
        *count += 1;
        *count <= LISTED
    })
}

fn row(group: &Group<'_>) -> String {
    let finding = group.first;
    let place = place::main(finding).map_or(String::new(), ToString::to_string);
    let what = match group.places() {
        Some(places) => format!("{}<br>{}", escape(&finding.message), escape(&places)),
        None => escape(&finding.message),
    };
    format!(
        "| {} | `{}` | {what} | {} | {} |\n",
        words::severity(finding.severity),
        finding.rule,
        escape(&words::parties(&finding.who_breaks)),
        escape(&place)
    )
}

fn details(group: &Group<'_>, database: bool) -> String {
    let finding = group.first;
    let mut text = format!("\n## {}\n\n", escape(&finding.message));
    if let Some(places) = group.places() {
        text.push_str(&format!("In {}.\n\n", escape(&places)));
    }
    text.push_str(&format!(
        "`{}`: {}.\n\nWhat to do: {}.\n",
        finding.rule,
        escape(&finding.why),
        escape(&finding.advice)
    ));
    if let Some(witness) = &finding.witness {
        let (language, comment) = if database { ("sql", "-- ") } else { ("", "=> ") };
        let statements = words::statements(witness, database);
        let fence = fence(&statements);
        text.push_str(&format!(
            "\n{} ({}):\n\n{fence}{language}\n{statements}\n{comment}{}\n{fence}\n",
            words::witness_title(database),
            escape(&words::confirmation(witness)),
            witness.fails_with.replace('\n', " ")
        ));
    }
    text
}

/// A fence that the text does not hold.
fn fence(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    fence
}

fn rest(report: &Report) -> String {
    let mut text = String::new();
    if !report.allowed.is_empty() {
        text.push_str("\n## Allowed\n\n");
        for it in &report.allowed {
            let object = it.finding.operation.as_ref().map_or(String::new(), |operation| format!("{operation}: "));
            text.push_str(&format!(
                "- {}{} (`{}`): {}\n",
                escape(&object),
                escape(&it.finding.message),
                it.finding.rule,
                escape(&words::reason(it))
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

    #[test]
    fn a_shared_edit_is_one_row() {
        let text = markdown(&super::super::sample::interface());
        let row = "| potentially breaking | `response-max-length-raised` | `maxLength` went from 20 to 40<br>2 operations: \
                   GET /pets, GET /pets/{id} | old\\_readers | new.yaml:6:3 |";
        assert!(text.contains(row), "{text}");
        assert!(text.contains("```\nGET /pets\n=> `limit` is missing\n```"), "{text}");
        assert!(text.contains("required \\<now> \\| here"), "{text}");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!((fence("a").len(), fence("a ``` b").len()), (3, 4));
    }
}
