//! Values that steps replaced, and the originals that their archives keep.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{TableRows, pick};
use crate::sql::Value;

/// The column of an archive of replaced values that holds what stands in their place.
pub(super) const REPLACEMENT: &str = "migration_architect_replacement";

/// Values that stand in for originals which their column could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replaced {
    /// Whether they are of the old shape of a column that is replaced.
    pub(super) misfit: bool,
    /// Whether the column is in the shape that they are of.
    pub(super) here: bool,
    /// The column that they were replaced in.
    pub(super) column: String,
    /// The columns that tell its rows apart.
    pub(super) key: Vec<String>,
    /// What the archive holds.
    pub(super) rows: TableRows,
}

impl Replaced {
    /// Puts originals into `live`; returns the keys of the rows that got one.
    pub(super) fn undo(&self, live: &mut TableRows) -> BTreeSet<Vec<Value>> {
        let mut done = BTreeSet::new();
        if !self.here {
            return done;
        }
        let wanted = [self.key.clone(), vec![self.column.clone(), REPLACEMENT.to_owned()]].concat();
        let keys = live.positions(&self.key);
        let Some(at) = live.columns.iter().position(|it| *it == self.column) else { return done };
        if self.key.is_empty() || !self.rows.has(&wanted) || keys.contains(&None) {
            return done;
        }
        let archived: BTreeMap<Vec<Value>, (Value, Value)> = self
            .rows
            .project(&wanted)
            .into_iter()
            .filter_map(|mut row| {
                let replacement = row.pop()?;
                let original = row.pop()?;
                Some((row, (original, replacement)))
            })
            .collect();
        for row in &mut live.rows {
            let key = pick(row, &keys);
            let Some((original, replacement)) = archived.get(&key) else { continue };
            if let Some(value) = row.get_mut(at).filter(|value| is_same(value, replacement)) {
                value.clone_from(original);
                done.insert(key);
            }
        }
        done
    }

    /// What is kept for other keys than these.
    pub(super) fn without(&self, keys: &BTreeSet<Vec<Value>>) -> Self {
        let at = self.rows.positions(&self.key);
        let mut rows = self.rows.clone();
        rows.rows.retain(|row| !keys.contains(&pick(row, &at)));
        Self { misfit: self.misfit, here: self.here, column: self.column.clone(), key: self.key.clone(), rows }
    }
}

/// Whether a value as the engine prints it is the one in an archive, which holds it cast to text: booleans differ there.
fn is_same(printed: &Value, cast: &Value) -> bool {
    let spelt = (printed.as_deref(), cast.as_deref());
    printed == cast || matches!(spelt, (Some("t"), Some("true")) | (Some("f"), Some("false")))
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::rows;
    use super::*;

    #[test]
    fn a_boolean_is_known_by_its_cast() {
        let of = |it: &str| Some(it.to_owned());
        assert!(is_same(&of("t"), &of("true")) && is_same(&of("f"), &of("false")) && is_same(&of("a"), &of("a")));
        assert!(!is_same(&of("t"), &of("false")) && !is_same(&None, &of("true")));
    }

    #[test]
    fn a_replacement_gives_way_to_its_original_unless_it_was_written_since() {
        let mut live = rows(&["id", "a"], &[&["1", ""], &["2", "new"], &["3", ""]]);
        let archive = rows(&["id", "a", REPLACEMENT], &[&["1", "NULL", ""], &["2", "NULL", ""]]);
        Replaced { misfit: false, here: true, column: "a".into(), key: vec!["id".into()], rows: archive }
            .undo(&mut live);
        assert_eq!(live, rows(&["id", "a"], &[&["1", "NULL"], &["2", "new"], &["3", ""]]));
    }
}
