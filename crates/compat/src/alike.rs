//! What somebody meant who wrote a name that is not known.

/// The name of `known` that is nearest to `given`, where one is near enough to be meant.
pub(crate) fn closest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = |name: &str| distance(given, name);
    let (name, steps) = known.into_iter().map(|name| (name, near(name))).min_by_key(|(_, steps)| *steps)?;
    (steps <= (given.chars().count() / 3).max(1)).then_some(name)
}

/// How many letters have to be put in, taken out or replaced (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = at;
        row[0] = at + 1;
        for (column, candidate) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *candidate);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
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
        assert_eq!((distance("kitten", "sitting"), distance("", "ab")), (3, 2));
    }
}
