//! What stands on both sides, by name.

use std::collections::HashMap;

use super::super::model::Named;

/// What stands on the old side, on the new one, or on both.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// All of both sides: first what stands on the old one, in its order, then what came.
pub(super) fn pairs<'a, T: Named<'a>>(before: &'a [T], after: &'a [T]) -> Vec<Pair<'a, T>> {
    let mut pairs: Vec<Pair<'a, T>> = Vec::with_capacity(before.len().max(after.len()));
    // Mostly the order is the same, up to what came.
    let same = before.iter().zip(after).take_while(|(old, new)| old.name().text == new.name().text).count();
    pairs.extend(before.iter().zip(after).take(same).map(|(old, new)| (Some(old), Some(new))));
    let (old_rest, new_rest) = (before.get(same..).unwrap_or_default(), after.get(same..).unwrap_or_default());
    if old_rest.is_empty() {
        pairs.extend(new_rest.iter().map(|new| (None, Some(new))));
        return pairs;
    }
    let mut by_name: HashMap<&str, &'a T> = new_rest.iter().map(|new| (new.name().text, new)).collect();
    pairs.extend(old_rest.iter().map(|old| (Some(old), by_name.remove(old.name().text))));
    pairs.extend(new_rest.iter().filter(|new| by_name.contains_key(new.name().text)).map(|new| (None, Some(new))));
    pairs
}
