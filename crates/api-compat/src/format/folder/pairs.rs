//! Which member of one version became which of the other: by name, by path, by what it holds, by the name of its file.

use std::collections::{BTreeMap, BTreeSet};

use crate::format::input::file_name;

/// What tells a member of a version from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Relative to the folder.
    pub(crate) path: String,
    /// The name that it gives itself, where it does.
    pub(crate) name: Option<String>,
    /// Equal for equal content, where it could be read.
    pub(crate) digest: Option<u64>,
}

/// Indices of the members.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// Old and new.
    pub(crate) matched: Vec<(usize, usize)>,
    pub(crate) removed: Vec<usize>,
    pub(crate) added: Vec<usize>,
}

/// Which of `before` became which of `after`: first what has the same name of its own, then what lies at the same path, then
/// what holds the same, then what has the same file name, then the same name without its extension; each only where it is
/// the only one on both sides. One alone on each side is the same, whatever it is called.
pub(crate) fn pairs(before: &[Named], after: &[Named]) -> Pairs {
    let mut old: BTreeSet<usize> = (0..before.len()).collect();
    let mut new: BTreeSet<usize> = (0..after.len()).collect();
    let mut matched = Vec::new();
    if before.len() == 1 && after.len() == 1 {
        return Pairs { matched: vec![(0, 0)], ..Pairs::default() };
    }
    let keys: [fn(&Named) -> Option<String>; 5] = [
        |it| it.name.clone(),
        |it| Some(it.path.clone()),
        |it| it.digest.map(|digest| digest.to_string()),
        |it| Some(file_name(&it.path).to_owned()),
        |it| Some(stem(&it.path).to_owned()),
    ];
    for key in keys {
        let olds = unique(before, &old, key);
        let news = unique(after, &new, key);
        for (key, at) in olds {
            if let Some(there) = news.get(&key) {
                old.remove(&at);
                new.remove(there);
                matched.push((at, *there));
            }
        }
    }
    matched.sort_unstable();
    Pairs { matched, removed: old.into_iter().collect(), added: new.into_iter().collect() }
}

/// The members of `of` by a key that only one of them has.
fn unique(members: &[Named], of: &BTreeSet<usize>, key: fn(&Named) -> Option<String>) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for at in of {
        if let Some(key) = members.get(*at).and_then(key) {
            found.entry(key).and_modify(|it| *it = None).or_insert(Some(*at));
        }
    }
    found.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
}

fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(path: &str, name: Option<&str>, digest: u64) -> Named {
        Named { path: path.to_owned(), name: name.map(str::to_owned), digest: Some(digest) }
    }

    #[test]
    fn a_name_goes_before_a_path_and_a_path_before_what_it_holds() {
        let before = [member("a.json", Some("x"), 1), member("b.json", None, 2), member("c/d.json", None, 3)];
        let after = [member("b.json", Some("x"), 9), member("d.json", None, 4), member("z.json", None, 2)];
        let found = pairs(&before, &after);
        assert_eq!(found.matched, [(0, 0), (1, 2), (2, 1)]);
        assert_eq!((found.removed, found.added), (vec![], vec![]));
    }

    #[test]
    fn what_could_be_several_is_none() {
        let before = [member("a/x.json", None, 1), member("b/x.json", None, 2)];
        let after = [member("c/x.json", None, 3), member("q.json", None, 4)];
        let found = pairs(&before, &after);
        assert_eq!((found.matched, found.removed, found.added), (vec![], vec![0, 1], vec![0, 1]));
    }
}
