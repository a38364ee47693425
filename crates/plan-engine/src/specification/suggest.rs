//! What may have been meant.

/// Names of a list that are shown.
const SHOWN: usize = 20;

/// Names that are looked at for a near one: in longer lists a suggestion for each of many wrong names would take for ever.
const COMPARED: usize = 1_000;

/// The one of `known` that is nearest to `name`, if one is near.
pub(super) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let name: String = plain(name).chars().take(80).collect();
    let distance = |it: &str| strsim::damerau_levenshtein(&plain(it), &name);
    let nearest = known.iter().take(COMPARED).map(|it| (distance(it), *it)).min()?;
    let allowed = (name.chars().count().max(3) / 3).min(4);
    (nearest.0 <= allowed).then_some(nearest.1)
}

/// Help for a name that is none of `known`, which stand in `place`.
pub(super) fn known(name: &str, known: &[&str], place: &str) -> String {
    if let Some(nearest) = nearest(name, known) {
        return format!("did you mean `{nearest}`?");
    }
    if known.is_empty() {
        return format!("define it in `{place}`");
    }
    format!("{place}: {}", listed(known))
}

/// `a`, `b`, `c` …
pub(super) fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["max_downtime", "data_volume", "dependencies"];
        assert_eq!(nearest("max_downtme", &known), Some("max_downtime"));
        assert_eq!(nearest("Max-Downtime", &known), Some("max_downtime"));
        assert_eq!(nearest("rollback", &known), None);
        assert_eq!(nearest("x", &[]), None);
    }
}
