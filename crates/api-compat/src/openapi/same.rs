//! Whether two parts of two documents say the same, what their references lead to included.

use crate::document::{NodeId, Resolve as _, Tree};
use crate::hash::{HashMap, HashSet};

/// Remembers for which targets of references it was asked: each pair of them is looked at once.
pub(crate) struct Same<'a> {
    before: &'a Tree,
    after: &'a Tree,
    known: HashMap<Pair, bool>,
}

type Pair = (NodeId, NodeId);

/// The references in one subtree: equal texts have equal references in both documents.
enum Targets {
    /// Where they lead, in both documents.
    All(Vec<Pair>),
    /// Some lead nowhere, or the two subtrees differ.
    Unknown,
}

impl<'a> Same<'a> {
    pub(crate) fn new(before: &'a Tree, after: &'a Tree) -> Self {
        Self { before, after, known: HashMap::default() }
    }

    /// Whether `before` and `after` are equal, and what they refer to is, however far that leads.
    pub(crate) fn same(&mut self, before: NodeId, after: NodeId) -> bool {
        let Targets::All(targets) = self.targets((before, after)) else { return false };
        self.explore(&targets);
        targets.iter().all(|pair| self.known.get(pair) == Some(&true))
    }

    /// Settles all pairs that can be reached from `roots`: what reaches a pair that differs differs.
    fn explore(&mut self, roots: &[Pair]) {
        let mut users: HashMap<Pair, Vec<Pair>> = HashMap::default();
        let mut differing = Vec::new();
        let mut todo: Vec<Pair> = roots.to_vec();
        while let Some(pair) = todo.pop() {
            if self.known.contains_key(&pair) {
                continue;
            }
            self.known.insert(pair, true);
            match self.targets(pair) {
                Targets::Unknown => differing.push(pair),
                Targets::All(targets) => {
                    if targets.iter().any(|target| self.known.get(target) == Some(&false)) {
                        differing.push(pair);
                    }
                    for target in targets {
                        users.entry(target).or_default().push(pair);
                        todo.push(target);
                    }
                }
            }
        }
        while let Some(pair) = differing.pop() {
            if self.known.insert(pair, false) != Some(false) || users.contains_key(&pair) {
                differing.extend(users.remove(&pair).into_iter().flatten());
            }
        }
    }

    fn targets(&self, (before, after): Pair) -> Targets {
        if self.before.digest(before) != self.after.digest(after) {
            return Targets::Unknown;
        }
        let (Some(old), Some(new)) = (references(self.before, before), references(self.after, after)) else {
            return Targets::Unknown;
        };
        if old.len() != new.len() {
            return Targets::Unknown;
        }
        let pairs =
            old.iter().zip(&new).map(|((key, before), (other, after))| (key == other).then_some((*before, *after)));
        pairs.collect::<Option<Vec<_>>>().map_or(Targets::Unknown, Targets::All)
    }
}

/// The distinct references below `root` and where they lead, sorted; none where one leads nowhere.
fn references(tree: &Tree, root: NodeId) -> Option<Vec<(&str, NodeId)>> {
    let mut found = Vec::new();
    let mut todo = vec![root];
    // What aliases share is gone into once.
    let shared = tree.has_aliases();
    let mut seen = HashSet::default();
    while let Some(node) = todo.pop() {
        if shared && !seen.insert(node) {
            continue;
        }
        for (key, value) in tree.entries(node) {
            if matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef" | "operationRef")
                && let Some(reference) = tree.str(value)
            {
                found.push((reference, tree.resolve(node, reference)?));
            }
            todo.push(value);
        }
        todo.extend(tree.items(node));
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::tests::tree;

    fn same(before: &str, after: &str) -> bool {
        let (before, after) = (tree(before), tree(after));
        let of = |tree: &Tree| tree.root().and_then(|root| tree.get(root, "a"));
        match (of(&before), of(&after)) {
            (Some(one), Some(two)) => Same::new(&before, &after).same(one, two),
            _ => panic!("both have `a`"),
        }
    }

    #[test]
    fn what_is_referred_to_counts_however_far() {
        let chain = |end: &str| format!(r##"{{"a": {{"$ref": "#/b"}}, "b": {{"x": {{"$ref": "#/c"}}}}, "c": {end}}}"##);
        assert!(same(&chain("1"), &chain("1.0")));
        assert!(!same(&chain("1"), &chain("2")));
    }

    #[test]
    fn cycles_end_and_do_not_hide_a_difference() {
        let cycle = |end: &str| {
            format!(
                r##"{{"a": [{{"$ref": "#/b"}}], "b": {{"x": {{"$ref": "#/c"}}, "y": {{"$ref": "#/d"}}}},
                    "c": {{"$ref": "#/b"}}, "d": {end}}}"##
            )
        };
        assert!(same(&cycle("1"), &cycle("1")));
        assert!(!same(&cycle("1"), &cycle("2")));
    }

    #[test]
    fn what_leads_nowhere_is_not_known_to_be_the_same() {
        let text = r##"{"a": {"$ref": "#/missing"}}"##;
        assert!(!same(text, text));
    }

    #[test]
    fn what_aliases_share_is_gone_into_once() {
        let level = |at: usize| format!("l{at}: &l{at} [*l{0}, *l{0}, *l{0}, *l{0}]\n", at - 1);
        let text: String = ["l0: &l0 {x: {$ref: '#/b'}}\n".to_owned()].into_iter().chain((1..=10).map(level)).collect();
        let tree = tree(&format!("{text}b: 1\na: *l10\n"));
        let root = tree.root().and_then(|root| tree.get(root, "a")).unwrap();
        assert_eq!(references(&tree, root).map(|it| it.len()), Some(1));
        assert!(tree.has_aliases());
    }
}
