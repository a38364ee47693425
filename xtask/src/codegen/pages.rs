//! The pages under `docs/rules/`.

use std::collections::BTreeMap;

use findings::RuleMetadata;

/// Where the pages of rules about database schemas lie.
pub(super) const PAGES: &str = "docs/rules";
/// Where the pages of rules about interfaces lie.
pub(super) const API_PAGES: &str = "docs/rules/api";

const MARK: &str = "<!-- Written by `cargo xtask codegen`; do not edit. -->\n";

/// All pages: path and text.
pub(super) fn all() -> anyhow::Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    pages.insert(format!("{PAGES}/README.md"), index());
    for rule in schema_diff::rules::registry().iter() {
        pages.insert(format!("{PAGES}/{}.md", rule.id), format!("{MARK}{}", render::findings::rule_page(rule)));
    }
    pages.insert(format!("{API_PAGES}/README.md"), api_index());
    for family in api_compat::rules::families() {
        if let Some(first) = family.first() {
            pages.insert(format!("{API_PAGES}/{}.md", first.id), format!("{MARK}{}", api_page(first, family)));
        }
    }
    pages.insert(format!("{PAGES}/coverage.md"), crate::coverage::page()?);
    Ok(pages)
}

fn index() -> String {
    let mut text = String::from(
        "# Rules\n\nWritten by `cargo xtask codegen`; do not edit. `compat explain RULE` prints a page. To allow a finding, \
         write `-- allow RULE: reason` on the line of the definition or the line before.\n\n\
         Rules about interfaces have [pages of their own](api/README.md); \
         [which rules of other tools they stand for](coverage.md).\n\n\
         | rule | severity | who breaks | dialects | what it finds |\n|---|---|---|---|---|\n",
    );
    for rule in schema_diff::rules::registry().iter() {
        text.push_str(&format!(
            "| [{id}]({id}.md) | `{}` | {} | {} | {} |\n",
            rule.severity,
            parties(rule),
            rule.kinds.join(", "),
            rule.summary,
            id = rule.id,
        ));
    }
    text
}

fn api_index() -> String {
    let mut text = String::from(
        "# Rules about interfaces\n\nWritten by `cargo xtask codegen`; do not edit. `compat explain RULE` prints a page. A \
         rule about schemas has three faces: of a schema alone, of what a client sends (`request-…`), of what it reads \
         (`response-…`). The severity is the usual one; a finding says the one that its case has.\n\n\
         | rule | severity | who breaks | formats | what it finds |\n|---|---|---|---|---|\n",
    );
    for family in api_compat::rules::families() {
        for rule in family {
            text.push_str(&format!(
                "| [{}]({}.md) | `{}` | {} | {} | {} |\n",
                rule.id,
                family.first().map_or(rule.id, |first| first.id),
                rule.severity,
                parties(rule),
                rule.kinds.join(", "),
                rule.summary,
            ));
        }
    }
    text
}

fn api_page(first: &RuleMetadata, family: &[RuleMetadata]) -> String {
    let mut text = format!("# {}\n\n{}\n\n", first.id, first.summary);
    text.push_str("| rule | severity | who breaks | formats |\n|---|---|---|---|\n");
    for rule in family {
        let (parties, formats) = (parties(rule), rule.kinds.join(", "));
        text.push_str(&format!("| `{}` | `{}` | {parties} | {formats} |\n", rule.id, rule.severity));
    }
    text.push_str(&format!("\n{}\n", first.explanation));
    for (title, (before, after)) in [("Found", first.bad), ("Not found", first.good)] {
        if !before.is_empty() {
            let (before, after) = (block(first, before), block(first, after));
            text.push_str(&format!("\n## {title}\n\nBefore:\n{before}After:\n{after}"));
        }
    }
    text
}

fn block(rule: &RuleMetadata, example: &str) -> String {
    let language = match rule.kinds.first() {
        Some(&"graphql") => "graphql",
        Some(&"protobuf") => "protobuf",
        Some(&"avro") => "json",
        _ if example.trim_start().starts_with(['{', '[']) => "json",
        _ => "yaml",
    };
    format!("```{language}\n{}\n```\n", example.trim_end())
}

fn parties(rule: &RuleMetadata) -> String {
    rule.who_breaks.iter().map(|party| format!("`{party}`")).collect::<Vec<_>>().join(", ")
}
