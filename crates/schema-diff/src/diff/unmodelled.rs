//! Statements that the model does not hold, compared as a multiset of canonical texts.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Unmodelled};

/// Statements that the model does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnmodelledDiff {
    /// Only on the old side.
    pub before_only: Vec<Unmodelled>,
    /// Only on the new side.
    pub after_only: Vec<Unmodelled>,
    /// On both sides.
    pub both: Vec<Unmodelled>,
}

pub(super) fn compare(before: &Catalogue, after: &Catalogue) -> UnmodelledDiff {
    let mut left: BTreeMap<&str, Vec<&Unmodelled>> = BTreeMap::new();
    for it in &before.unmodelled {
        left.entry(&it.canonical).or_default().push(it);
    }
    let mut result = UnmodelledDiff::default();
    for it in &after.unmodelled {
        let matched = left.get_mut(it.canonical.as_str()).and_then(Vec::pop).is_some();
        if matched { &mut result.both } else { &mut result.after_only }.push(it.clone());
    }
    result.before_only = left.into_values().flatten().cloned().collect();
    result
}
