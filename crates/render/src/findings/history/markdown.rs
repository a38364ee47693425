//! Markdown, for a comment or a page.

use super::{History, cell};

/// The history as Markdown.
pub fn history_markdown(history: &History) -> String {
    let last = history.versions.len().saturating_sub(1);
    let mut text = format!("# Compatibility of versions\n\n**{}**\n\n|", escape(&history.summary()));
    for name in history.versions.iter().take(last) {
        text.push_str(&format!(" | with {}", escape(name)));
    }
    text.push_str(" |\n|---");
    text.push_str(&"|---".repeat(last));
    text.push_str("|\n");
    for after in 1..history.versions.len() {
        text.push_str(&format!("| {} |", escape(history.name(after))));
        for before in 0..last {
            let verdict = history.pair(before, after).map_or("", |pair| cell(pair.report.verdict));
            text.push_str(&format!(" {verdict} |"));
        }
        text.push('\n');
    }
    for pair in history.lost() {
        let (before, after) = (history.name(pair.before), history.name(pair.after));
        text.push_str(&format!("\n## {} with {}\n\n", escape(after), escape(before)));
        let (news, known) = history.news(pair);
        for finding in news {
            let place = finding.operation.as_deref().map(|it| format!("{it}: ")).unwrap_or_default();
            let subject = escape(&format!("{place}{}", finding.subject));
            text.push_str(&format!("- `{}` {subject}: {}\n", finding.rule, escape(&finding.message)));
        }
        if known > 0 {
            text.push_str(&format!("- {known} found already between two versions that follow each other\n"));
        }
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}
