//! Arguments without which a Terraform resource is refused, from a data file.

const FILE: &str = include_str!("../../data/required-arguments.tsv");

/// Arguments without which a resource of this Terraform type is refused by its provider, as far as this program knows:
/// none does not mean that nothing is required.
pub fn required_arguments(kind: &str) -> Vec<&'static str> {
    let rows = FILE.lines().filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once('\t'));
    let found = rows.into_iter().find(|(name, _)| *name == kind);
    found.map(|(_, all)| all.split(',').collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_one_of_the_equivalents_and_in_order() {
        let kinds: Vec<&str> =
            FILE.lines().filter(|it| !it.starts_with('#')).map(|it| it.split_once('\t').unwrap().0).collect();
        assert!(kinds.is_sorted() && kinds.len() > 60);
        for kind in &kinds {
            assert!(crate::inventory::equivalent(kind).is_some(), "{kind}");
            assert!(required_arguments(kind).iter().all(|it| !it.is_empty() && it.trim() == *it), "{kind}");
        }
        assert!(required_arguments("aws_no_such_thing").is_empty());
    }
}
