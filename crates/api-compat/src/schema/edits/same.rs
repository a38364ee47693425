//! Whether two schemas are the same text and lead to the same text: decided once for each pair.

use crate::comparison::Side;
use crate::document::{NodeId, Resolve as _};
use crate::hash::{HashMap, HashSet};

/// Pairs that were decided.
#[derive(Debug, Default)]
pub(crate) struct Same {
    decided: HashMap<(NodeId, NodeId), bool>,
}

/// A pair on the way to its decision.
struct Pending {
    pair: (NodeId, NodeId),
    equal: bool,
    /// Indices of the pairs that refer to this one.
    referrers: Vec<usize>,
}

impl Same {
    /// Whether `old` and `new` are equal, and so is everything that they refer to.
    ///
    /// Pairs that are reached are gathered, inequality is carried back along the references, and all are remembered:
    /// linear in what is reached for the first time, cycles included.
    pub(crate) fn same(&mut self, before: Side<'_>, after: Side<'_>, old: NodeId, new: NodeId) -> bool {
        if let Some(known) = self.decided.get(&(old, new)) {
            return *known;
        }
        if before.tree.digest(old) != after.tree.digest(new) {
            return false;
        }
        let mut pending = self.reach(before, after, (old, new));
        carry_back(&mut pending);
        let answer = pending.first().is_some_and(|first| first.equal);
        self.decided.extend(pending.into_iter().map(|it| (it.pair, it.equal)));
        answer
    }

    fn reach(&self, before: Side<'_>, after: Side<'_>, first: (NodeId, NodeId)) -> Vec<Pending> {
        let mut index = HashMap::from_iter([(first, 0)]);
        let mut pending = vec![Pending { pair: first, equal: true, referrers: Vec::new() }];
        let mut at = 0;
        while let Some(Pending { pair: (old, new), .. }) = pending.get(at) {
            let (old, new) = (*old, *new);
            let equal = before.tree.digest(old) == after.tree.digest(new);
            let targets = if equal { references(before, after, old, new) } else { Some(Vec::new()) };
            let mut equal = equal && targets.is_some();
            for target in targets.into_iter().flatten() {
                match self.decided.get(&target) {
                    Some(true) => {}
                    Some(false) => equal = false,
                    None => {
                        let next = *index.entry(target).or_insert(pending.len());
                        if next == pending.len() {
                            pending.push(Pending { pair: target, equal: true, referrers: Vec::new() });
                        }
                        if let Some(it) = pending.get_mut(next) {
                            it.referrers.push(at);
                        }
                    }
                }
            }
            if let Some(it) = pending.get_mut(at) {
                it.equal = equal;
            }
            at += 1;
        }
        pending
    }
}

fn carry_back(pending: &mut [Pending]) {
    let mut stack: Vec<usize> = (0..pending.len()).filter(|at| !pending[*at].equal).collect();
    while let Some(at) = stack.pop() {
        for referrer in std::mem::take(&mut pending[at].referrers) {
            if pending[referrer].equal {
                pending[referrer].equal = false;
                stack.push(referrer);
            }
        }
    }
}

/// The pairs that two equal values refer to; none where one leads somewhere and the other does not.
fn references(before: Side<'_>, after: Side<'_>, old: NodeId, new: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
    let mut pairs = Vec::new();
    let mut stack = vec![(old, new)];
    // What aliases share is gone into once.
    let shared = before.tree.has_aliases() || after.tree.has_aliases();
    let mut seen = HashSet::default();
    while let Some((old, new)) = stack.pop() {
        if shared && !seen.insert((old, new)) {
            continue;
        }
        for (key, value) in before.tree.entries(old) {
            let other = after.tree.get(new, key)?;
            match before.tree.str(value) {
                Some(text) if is_reference(key) => {
                    match (before.tree.resolve(old, text), after.tree.resolve(new, text)) {
                        (Some(a), Some(b)) => pairs.push((a, b)),
                        // An anchor or an identifier: what it names may differ where the text does not.
                        (None, None) if !before.dialect.has_identifiers() => {}
                        _ => return None,
                    }
                }
                _ => stack.push((value, other)),
            }
        }
        stack.extend(before.tree.items(old).zip(after.tree.items(new)));
    }
    Some(pairs)
}

fn is_reference(key: &str) -> bool {
    matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef" | "operationRef")
}
