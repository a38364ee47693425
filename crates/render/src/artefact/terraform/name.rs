//! Names of resources in Terraform's files.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::migration::model::InventoryItem;

/// A name for each of `items`, unique among those of one type: of `module.web.aws_instance.api[0]` it is `web_api_0`.
pub(super) fn names<'a>(items: &[(&'a InventoryItem, &str)]) -> BTreeMap<&'a str, String> {
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    let mut names = BTreeMap::new();
    for (item, kind) in items {
        let wanted = name(&item.name, &item.kind);
        let mut found = wanted.clone();
        let mut number = 2_usize;
        while !taken.insert(((*kind).to_owned(), found.clone())) {
            found = format!("{wanted}_{number}");
            number += 1;
        }
        names.insert(item.name.as_str(), found);
    }
    names
}

fn name(address: &str, kind: &str) -> String {
    let mut text = String::new();
    for part in address.split('.').filter(|it| *it != "module" && *it != kind && !it.is_empty()) {
        for character in part.chars() {
            if character.is_ascii_alphanumeric() {
                text.push(character.to_ascii_lowercase());
            } else if !text.ends_with('_') {
                text.push('_');
            }
        }
        if !text.ends_with('_') {
            text.push('_');
        }
    }
    let text = text.trim_matches('_');
    if text.starts_with(|it: char| it.is_ascii_alphabetic()) { text.to_owned() } else { format!("r_{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers() {
        assert_eq!(name("module.web.aws_instance.api[0]", "aws_instance"), "web_api_0");
        assert_eq!(name("9 lives", "virtual_machine"), "r_9_lives");
        assert_eq!(name("…", "x"), "r_");
    }
}
