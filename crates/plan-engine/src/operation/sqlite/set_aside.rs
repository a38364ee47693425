//! Rows that a shape of a table cannot hold are set aside in the workshop, whole, and put back once they fit again.

use schema_diff::catalogue::{ConstraintKind, ForeignKey, Table};

use super::archive::{Archives, REASON, row_id, whole_row};
use super::shape::plain_columns;
use crate::plan::Archive;

impl Archives<'_> {
    /// Moves the rows of `relation`, of shape `table`, that meet `condition` into the archive.
    pub(super) fn set_rows_aside(
        self,
        archive: &Archive,
        relation: &str,
        table: &Table,
        condition: &str,
        reason: &str,
    ) -> [String; 2] {
        let columns = self.idents(&whole_row(table));
        let reason = self.context.writer.literal(reason);
        [
            format!(
                "INSERT INTO {} ({columns}, {REASON}) SELECT {columns}, {reason} FROM {relation} WHERE {condition}",
                archive.relation
            ),
            format!("DELETE FROM {relation} WHERE {condition}"),
        ]
    }

    /// Moves the rows of the archive that fit back into `relation`, of shape `table`; others stay where they are.
    pub(super) fn put_rows_back(self, archive: &Archive, relation: &str, table: &Table) -> [String; 3] {
        let kept = &archive.relation;
        let columns = self.idents(&whole_row(table));
        [
            format!("UPDATE {kept} SET {REASON} = NULL WHERE {}", self.fits(kept, relation, table)),
            format!("INSERT INTO {relation} ({columns}) SELECT {columns} FROM {kept} WHERE {REASON} IS NULL"),
            format!("DELETE FROM {kept} WHERE {REASON} IS NULL"),
        ]
    }

    /// Whether a row of `kept` can stand in `relation`: no row with its key has come since, and all that it references
    /// is there.
    pub(super) fn fits(self, kept: &str, relation: &str, table: &Table) -> String {
        let mut conditions: Vec<_> = unique_keys(table)
            .iter()
            .map(|key| {
                let same = self.same_key("other", kept, key);
                format!("NOT EXISTS (SELECT 1 FROM {relation} AS other WHERE {same})")
            })
            .collect();
        conditions.extend(table.constraints.values().filter_map(|it| match &it.kind {
            ConstraintKind::ForeignKey(key) => Some(self.is_referenced(kept, relation, key)),
            _ => None,
        }));
        if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") }
    }

    /// Whether what a row of `kept` references is there, or refers to the table itself, where it may come along.
    fn is_referenced(self, kept: &str, relation: &str, key: &ForeignKey) -> String {
        let writer = self.context.writer;
        let own = key.references == *self.table;
        let parent = if own { relation.to_owned() } else { writer.name(&key.references) };
        let mut ways: Vec<_> = key.columns.iter().map(|it| format!("{kept}.{} IS NULL", writer.ident(it))).collect();
        for parent in std::iter::once(parent.as_str()).chain(own.then_some(kept)) {
            let pairs: Vec<_> = (key.columns.iter().zip(&key.referenced_columns))
                .map(|(column, referenced)| {
                    format!("parent.{} = {kept}.{}", writer.ident(referenced), writer.ident(column))
                })
                .collect();
            ways.push(format!("EXISTS (SELECT 1 FROM {parent} AS parent WHERE {})", pairs.join(" AND ")));
        }
        format!("({})", ways.join(" OR "))
    }
}

fn unique_keys(table: &Table) -> Vec<Vec<String>> {
    let constraints = table.constraints.values().filter_map(|it| match &it.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some(key.columns.clone()),
        _ => None,
    });
    let indexes = table.indexes.values().filter(|it| it.unique && it.predicate.is_none()).filter_map(plain_columns);
    let rowid = row_id(table).map(|it| vec![it.to_owned()]);
    constraints.chain(indexes).chain(rowid).collect()
}
