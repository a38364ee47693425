//! What has been read so far: as the catalogue, but found by lower-case names, with places, and with constraints that
//! have no names yet.

use std::collections::BTreeMap;

use findings::Span;

use super::spelling::folded;
use crate::catalogue::{Column, Constraint, Index, TableOptions, Trigger, Unmodelled, ViewColumn};

/// Index of a source and a span in it.
pub(super) type Place = (usize, Span);

/// Something with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) it: T,
    pub(super) place: Place,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct TableDraft {
    pub(super) name: String,
    pub(super) columns: Vec<Placed<Column>>,
    pub(super) constraints: Vec<Placed<Constraint>>,
    pub(super) indexes: BTreeMap<String, Placed<Index>>,
    pub(super) triggers: BTreeMap<String, Placed<Trigger>>,
    pub(super) options: TableOptions,
    /// Clauses that the model does not hold, with their columns.
    pub(super) clauses: Vec<(String, String)>,
    pub(super) place: Place,
}

impl TableDraft {
    pub(super) fn column_at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.it.name.eq_ignore_ascii_case(name))
    }
}

/// A view.
#[derive(Debug, Clone)]
pub(super) struct ViewDraft {
    pub(super) name: String,
    pub(super) columns: Option<Vec<ViewColumn>>,
    pub(super) query: String,
    pub(super) triggers: BTreeMap<String, Placed<Trigger>>,
    pub(super) place: Place,
}

/// Everything read so far. Keys are names in lower case.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) tables: BTreeMap<String, TableDraft>,
    pub(super) views: BTreeMap<String, ViewDraft>,
    /// The table of each index.
    pub(super) index_home: BTreeMap<String, String>,
    /// The table or view of each trigger.
    pub(super) trigger_home: BTreeMap<String, String>,
    /// By what they create.
    pub(super) unmodelled: Vec<(String, Unmodelled)>,
}

impl Draft {
    pub(super) fn table_mut(&mut self, name: &str) -> Option<&mut TableDraft> {
        self.tables.get_mut(&folded(name))
    }

    /// Whether a table, view or index is called `name`: they share their names.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        let key = folded(name);
        self.tables.contains_key(&key)
            || self.views.contains_key(&key)
            || self.index_home.contains_key(&key)
            || self.is_unmodelled(&key)
    }

    /// Whether something that the model does not hold is called `name`.
    pub(super) fn is_unmodelled(&self, name: &str) -> bool {
        self.unmodelled.iter().any(|(key, _)| key.eq_ignore_ascii_case(name))
    }

    /// The triggers of the table or view called `relation`.
    pub(super) fn triggers_mut(&mut self, relation: &str) -> Option<&mut BTreeMap<String, Placed<Trigger>>> {
        let key = folded(relation);
        match self.tables.get_mut(&key) {
            Some(table) => Some(&mut table.triggers),
            None => self.views.get_mut(&key).map(|view| &mut view.triggers),
        }
    }

    pub(super) fn drop_table(&mut self, name: &str) -> bool {
        let key = folded(name);
        self.index_home.retain(|_, table| *table != key);
        self.trigger_home.retain(|_, relation| *relation != key);
        if self.tables.remove(&key).is_some() {
            return true;
        }
        let before = self.unmodelled.len();
        self.unmodelled.retain(|(other, _)| *other != key);
        self.unmodelled.len() < before
    }

    pub(super) fn drop_view(&mut self, name: &str) -> bool {
        let key = folded(name);
        let found = self.views.remove(&key).is_some();
        if found {
            self.trigger_home.retain(|_, relation| *relation != key);
        }
        found
    }

    pub(super) fn drop_index(&mut self, name: &str) -> bool {
        let key = folded(name);
        let Some(home) = self.index_home.remove(&key) else { return false };
        self.tables.get_mut(&home).is_some_and(|table| table.indexes.remove(&key).is_some())
    }

    pub(super) fn drop_trigger(&mut self, name: &str) -> bool {
        let key = folded(name);
        let Some(home) = self.trigger_home.remove(&key) else { return false };
        self.triggers_mut(&home).is_some_and(|triggers| triggers.remove(&key).is_some())
    }
}
