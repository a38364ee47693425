//! A changelog as one HTML page that needs nothing else.

use findings::{Finding, Location, Report, Severity};

use super::group::{Group, groups};
use super::junit::escape;
use super::{Tool, place, words};

const STYLE: &str = include_str!("style.css");

/// The report as a page: what breaks with all that shows it, then what else has changed.
pub fn html(report: &Report, tool: &Tool<'_>) -> String {
    let title = match (report.before.as_str(), report.after.as_str()) {
        ("", "") => "Compatibility".to_owned(),
        (before, after) => format!("{before} → {after}"),
    };
    let title = escape(&title);
    let mut body = format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"verdict\"><span class=\"word {}\">{}</span></p>\n</header>\n",
        report.verdict,
        escape(&words::verdict(report))
    );
    let found = groups(&report.findings);
    for severity in Severity::ALL.into_iter().rev() {
        let all: Vec<&Group<'_>> = found.iter().filter(|group| group.first.severity == severity).collect();
        if !all.is_empty() {
            body.push_str(&chapter(severity, &all, words::is_database(report)));
        }
    }
    body.push_str(&rest(report));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{body}<footer>{} {}</footer>\n</body>\n</html>\n",
        escape(tool.name),
        escape(tool.version)
    )
}

fn chapter(severity: Severity, groups: &[&Group<'_>], database: bool) -> String {
    let name = match severity {
        Severity::Breaking => "Breaking",
        Severity::PotentiallyBreaking => "Potentially breaking",
        Severity::Additive => "New",
        Severity::NonBreaking => "Without effect on anybody",
    };
    let mut text = format!("<h2>{name}</h2>\n");
    if severity >= Severity::PotentiallyBreaking {
        for group in groups {
            text.push_str(&article(group, database));
        }
        return text;
    }
    text.push_str("<ul>\n");
    for group in groups {
        text.push_str(&format!(
            "<li>{} <span class=\"faint\">{} <code>{}</code></span></li>\n",
            prose(&group.first.message),
            prose(&group.places().unwrap_or_default()),
            escape(&group.first.rule)
        ));
    }
    text.push_str("</ul>\n");
    text
}

fn article(group: &Group<'_>, database: bool) -> String {
    let finding = group.first;
    let mut text = format!("<article class=\"{}\">\n<h3>{}</h3>\n", finding.severity, prose(&finding.message));
    if let Some(places) = group.places() {
        text.push_str(&format!("<p class=\"faint\">{}</p>\n", prose(&places)));
    }
    text.push_str(&sides(finding));
    text.push_str(&format!(
        "<dl><dt>Rule</dt><dd><code>{}</code></dd><dt>Breaks</dt><dd>{}</dd><dt>Why</dt><dd>{}.</dd>\
         <dt>What to do</dt><dd>{}.</dd></dl>\n",
        escape(&finding.rule),
        escape(&words::parties(&finding.who_breaks)),
        prose(&finding.why),
        prose(&finding.advice)
    ));
    if let Some(witness) = &finding.witness {
        text.push_str(&format!(
            "<p>{} <span class=\"faint\">({})</span></p>\n<pre>{}\n<span class=\"faint\">{} {}</span></pre>\n",
            words::witness_title(database),
            escape(&words::confirmation(witness)),
            escape(&words::statements(witness, database)),
            if database { "--" } else { "⇒" },
            escape(&witness.fails_with)
        ));
    }
    text.push_str("</article>\n");
    text
}

/// The source on both sides, with what is meant marked.
fn sides(finding: &Finding) -> String {
    let shown = |name: &str, location: &Location| {
        let (line, range) = place::excerpt(location);
        let part = |range: std::ops::Range<usize>| escape(line.get(range).unwrap_or_default());
        format!(
            "<div><span class=\"faint\">{name} {}</span><pre>{}<mark>{}</mark>{}</pre></div>\n",
            escape(&location.to_string()),
            part(0..range.start).trim_start(),
            part(range.clone()),
            part(range.end..line.len())
        )
    };
    let before = finding.before.as_ref().map(|it| shown("before", it));
    let after = finding.after.as_ref().map(|it| shown("after", it));
    let both: String = [before, after].into_iter().flatten().collect();
    if both.is_empty() { both } else { format!("<div class=\"sides\">\n{both}</div>\n") }
}

/// A sentence, its quoted names as code.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len() - 1;
    for (at, piece) in pieces.into_iter().enumerate() {
        match (at % 2, at == last) {
            (0, _) => out.push_str(&escape(piece)),
            // A mark that nothing closes is one.
            (_, true) => out.push_str(&format!("`{}", escape(piece))),
            _ => out.push_str(&format!("<code>{}</code>", escape(piece))),
        }
    }
    out
}

fn rest(report: &Report) -> String {
    let mut text = String::new();
    if !report.allowed.is_empty() {
        text.push_str("<h2>Allowed</h2>\n<ul>\n");
        for it in &report.allowed {
            text.push_str(&format!(
                "<li>{} <span class=\"faint\">{}: {}</span></li>\n",
                prose(&it.finding.message),
                escape(&super::group::object(&it.finding)),
                escape(&words::reason(it))
            ));
        }
        text.push_str("</ul>\n");
    }
    if !report.diagnostics.is_empty() {
        text.push_str("<h2>About the input</h2>\n<ul>\n");
        for it in &report.diagnostics {
            let place = it.location.as_ref().map_or(String::new(), ToString::to_string);
            text.push_str(&format!(
                "<li>{} <span class=\"faint\">{}</span></li>\n",
                prose(&it.message),
                escape(&place)
            ));
        }
        text.push_str("</ul>\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::sample::interface;
    use super::*;

    #[test]
    fn a_page_shows_both_sides_and_escapes_what_they_hold() {
        let page = html(&interface(), &Tool { name: "compat", version: "1.0" });
        for part in [
            "<h1>old.yaml → new.yaml</h1>",
            "is required &lt;now&gt; | here</h3>",
            "<mark>limit</mark>",
            "<mark>get</mark>: {}",
            "2 operations: GET /pets, GET /pets/{id}",
            "⇒ `limit` is missing",
        ] {
            assert!(page.contains(part), "{part} is missing in:\n{page}");
        }
    }

    #[test]
    fn a_lone_mark_stays_one() {
        assert_eq!(prose("a `b` c ` d"), "a <code>b</code> c ` d");
    }
}
