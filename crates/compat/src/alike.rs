//! What somebody meant who wrote a name that is not known.

/// The name of `known` that is nearest to `given`, where one is near enough to be meant.
pub(crate) fn closest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = |name: &str| strsim::levenshtein(given, name);
    let (name, steps) = known.into_iter().map(|name| (name, near(name))).min_by_key(|(_, steps)| *steps)?;
    (steps <= (given.chars().count() / 3).max(1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        assert_eq!(closest("colum-dropped", ["column-added", "column-dropped"]), Some("column-dropped"));
        assert_eq!(closest("levle", ["levels", "paths"]), None);
        assert_eq!(closest("level", ["levels", "paths"]), Some("levels"));
        assert_eq!(closest("something", ["levels", "paths"]), None);
    }
}
