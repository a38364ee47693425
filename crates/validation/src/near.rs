//! Names that somebody may have meant who wrote one that is not there.

/// How many names are offered at most.
const MOST: usize = 3;

/// The names among `known` that are near to `wanted`, the nearest first.
pub(crate) fn nearest<'n>(wanted: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = wanted.to_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|it| (strsim::damerau_levenshtein(&wanted, &it.to_lowercase()), it))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(MOST).map(|(_, it)| it).collect()
}

/// A question to put behind a message: "; is it `a` or `b`?", nothing where no name is near.
pub(crate) fn question<'n>(wanted: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let near: Vec<String> = nearest(wanted, known).into_iter().map(|it| format!("`{it}`")).collect();
    if near.is_empty() { String::new() } else { format!("; is it {}?", near.join(" or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_offered_and_others_are_not() {
        assert_eq!(question("ordrs", ["items", "orders", "Ordrs2"]), "; is it `Ordrs2` or `orders`?");
        assert_eq!(question("ordrs", ["items"]), "");
    }
}
