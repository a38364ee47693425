//! What to say of a check that the file does not have.

use super::file::Check;

/// How many names are offered at most.
const MOST: usize = 3;
/// How many names are told where none is near.
const SHOWN: usize = 8;
/// Names that are looked at, and letters of each: what is compared stays little, whatever the file.
const COMPARED: usize = 1_000;
const LETTERS: usize = 80;

/// That `file` has no check called `name`, with those of `checks` that are near and their lines; where none is, with the first of all.
pub(super) fn unknown(name: &str, file: &str, checks: &[Check]) -> String {
    let wanted = plain(name);
    let mut near: Vec<(usize, &Check)> = checks
        .iter()
        .take(COMPARED)
        .map(|it| (strsim::damerau_levenshtein(&wanted, &plain(&it.name)), it))
        .filter(|(distance, _)| *distance <= wanted.chars().count().max(3) / 3)
        .collect();
    near.sort_by_key(|(distance, it)| (*distance, it.line));
    near.truncate(MOST);
    if near.is_empty() {
        return format!("{file} has no check `{name}`: {}", listed(checks));
    }
    let names: Vec<String> = near.iter().map(|(_, it)| format!("`{}` ({file}:{})", it.name, it.line)).collect();
    format!("{file} has no check `{name}`: is it {}?", names.join(" or "))
}

/// A name without what is written otherwise by one hand and another.
fn plain(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], " ").chars().take(LETTERS).collect()
}

fn listed(checks: &[Check]) -> String {
    let names: Vec<String> = checks.iter().take(SHOWN).map(|it| format!("`{}`", it.name)).collect();
    match (names.len(), checks.len()) {
        (0, _) => "it has none".to_owned(),
        (shown, all) if shown < all => format!("it has {} and {} more", names.join(", "), all - shown),
        _ => format!("it has {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Checks;

    fn checks(names: &[&str]) -> Vec<Check> {
        let one = |name: &&str| format!("[[count]]\nname = \"{name}\"\ntable = \"t\"\n");
        let sides = "[connections.a]\nurl = \"sqlite:a\"\n[defaults]\nsource = \"a\"\ntarget = \"a\"\n";
        let text = format!("{sides}{}", names.iter().map(one).collect::<String>());
        Checks::read("checks.toml", &text).unwrap().checks
    }

    #[test]
    fn near_names_are_offered_with_their_lines() {
        let checks = checks(&["revenue", "number of orders", "number of order"]);
        assert_eq!(
            unknown("Number-of-orderss", "checks.toml", &checks),
            "checks.toml has no check `Number-of-orderss`: is it `number of orders` (checks.toml:9) or `number of order` \
             (checks.toml:12)?"
        );
    }

    #[test]
    fn where_none_is_near_the_names_are_told_as_far_as_they_fit() {
        let few = checks(&["revenue", "berths"]);
        let says = unknown("x", "checks.toml", &few);
        assert_eq!(says, "checks.toml has no check `x`: it has `revenue`, `berths`");
        let names: Vec<String> = (0..12).map(|at| format!("berths of quay {at}")).collect();
        let many = checks(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(unknown("revenue", "checks.toml", &many).ends_with("`berths of quay 7` and 4 more"));
        assert!(unknown("revenue", "checks.toml", &[]).ends_with("it has none"));
    }
}
