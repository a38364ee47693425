//! The guide's page about specifications: prose, tables made of the fields, two examples.

use std::fmt::Write as _;

use super::form::Words;
use super::model::{Kind, PATTERNS};
use super::object::Document;
use super::schema::{Definitions, Table};

const PAGE: &str = include_str!("guide.md");

/// The examples of the guide: name and text.
pub(super) const EXAMPLES: [(&str, &str); 2] =
    [("orders.yaml", include_str!("orders.yaml")), ("checkout.toml", include_str!("checkout.toml"))];

/// The page as Markdown.
pub(super) fn page() -> String {
    let mut definitions = Definitions::default();
    Document::schema(&mut definitions);
    let fields: Vec<String> = definitions.tables().iter().map(table).collect();
    let mut page = PAGE.replace("<!-- patterns -->", patterns().trim_end());
    page = page.replace("<!-- fields -->", fields.join("\n").trim_end());
    for (name, text) in EXAMPLES {
        let language = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        page = page.replace(&format!("<!-- {name} -->"), &format!("```{language}\n{text}```"));
    }
    page
}

fn patterns() -> String {
    let mut text = "| pattern | for | what it does |\n|---|---|---|\n".to_owned();
    for pattern in PATTERNS {
        let kinds = Kind::ALL.iter().filter(|(_, kind)| pattern.kinds.contains(kind)).map(|(word, _)| *word);
        let kinds: Vec<&str> = kinds.collect();
        // Writing to a string does not fail.
        let _ = writeln!(text, "| `{}` | {} | {} |", pattern.name, kinds.join(", "), pattern.about);
    }
    text
}

fn table(table: &Table) -> String {
    let mut text = format!("### {}\n\n{}\n\n| field | form | |\n|---|---|---|\n", table.name, table.about);
    for row in &table.rows {
        let required = if row.required { " Required." } else { "" };
        let same = if row.name == row.group { String::new() } else { format!(" (`{}`)", row.group) };
        let _ =
            writeln!(text, "| `{}` | {} | {}{same}{required} |", row.name, row.shown.replace('|', "\\|"), row.about);
    }
    text
}
