//! Archives: tables of the workshop that keep what a step or its inverse takes out of a table.

use schema_diff::catalogue::{Column, DataType, QualifiedName, Table};

use super::affinity::{rowid, rowid_alias};
use crate::operation::Context;
use crate::plan::{Archive, ArchiveKind};

/// What an archive keeps in place of a value that a column could not hold.
pub(super) const REPLACEMENT: &str = "migration_architect_replacement";
/// Why a row was set aside.
pub(super) const REASON: &str = "migration_architect_reason";

/// Writes the statements that fill, read and empty archives of one table.
#[derive(Clone, Copy)]
pub(super) struct Archives<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) table: &'a QualifiedName,
}

impl Archives<'_> {
    fn ident(self, name: &str) -> String {
        self.context.writer.ident(name)
    }

    pub(super) fn idents(self, names: &[String]) -> String {
        self.context.writer.idents(names)
    }

    fn relation(self, kind: &str, parts: &[&str]) -> String {
        self.context.workshop.sql(kind, self.table, parts)
    }

    /// The archive of a column.
    pub(super) fn column(self, column: &str, key: &[String]) -> Archive {
        let kind =
            ArchiveKind::DroppedColumn { table: self.table.clone(), column: column.to_owned(), key: key.to_vec() };
        Archive { relation: self.relation("dropped", &[column]), kind }
    }

    /// The archive of values that were replaced.
    pub(super) fn replaced(self, column: &str, key: &[String]) -> Archive {
        let kind = ArchiveKind::Replaced { table: self.table.clone(), column: column.to_owned(), key: key.to_vec() };
        Archive { relation: self.relation("replaced", &[column]), kind }
    }

    /// The archive of rows that step `place` set aside.
    pub(super) fn set_aside(self, place: &[&str]) -> Archive {
        let kind = ArchiveKind::SetAside { table: self.table.clone() };
        Archive { relation: self.relation("set_aside", place), kind }
    }

    /// The archive of the whole table.
    pub(super) fn table(self) -> Archive {
        let kind = ArchiveKind::DroppedTable { table: self.table.clone() };
        Archive { relation: self.relation("dropped", &[]), kind }
    }

    /// Makes the archive of a column where it is not there yet.
    pub(super) fn make_column(self, archive: &Archive, table: &Table, key: &[String], column: &str) -> String {
        self.make_keyed(archive, table, key, vec![self.typed(table, key, column)])
    }

    /// Makes the archive of replaced values where it is not there yet.
    pub(super) fn make_replaced(self, archive: &Archive, table: &Table, key: &[String], column: &str) -> String {
        let data_type = table.column(column).and_then(|it| declared(it, table));
        let replacement = self.definition(REPLACEMENT, data_type.as_ref());
        self.make_keyed(archive, table, key, vec![self.typed(table, key, column), replacement])
    }

    fn make_keyed(self, archive: &Archive, table: &Table, key: &[String], columns: Vec<String>) -> String {
        let mut parts: Vec<_> = key.iter().map(|it| self.typed(table, key, it)).collect();
        parts.extend(columns);
        parts.push(format!("PRIMARY KEY ({})", self.idents(key)));
        format!("CREATE TABLE IF NOT EXISTS {} ({})", archive.relation, parts.join(", "))
    }

    /// A column of an archive with the type that it has in `table`; what of the key is not a column is the rowid.
    fn typed(self, table: &Table, key: &[String], name: &str) -> String {
        let data_type = match table.column(name) {
            Some(column) => declared(column, table),
            None => key.iter().any(|it| it == name).then(|| DataType::named("INTEGER")),
        };
        self.definition(name, data_type.as_ref())
    }

    /// Makes an archive of whole rows, with a reason where they are `set_aside`.
    pub(super) fn make_rows(self, archive: &Archive, table: &Table, set_aside: bool) -> String {
        let mut parts: Vec<_> = row_id(table).iter().map(|it| format!("{it} INTEGER")).collect();
        let columns = table.columns.iter().filter(|it| it.generated.is_none());
        parts.extend(columns.map(|it| self.definition(&it.name, declared(it, table).as_ref())));
        parts.extend(set_aside.then(|| format!("{REASON} TEXT")));
        format!("CREATE TABLE IF NOT EXISTS {} ({})", archive.relation, parts.join(", "))
    }

    fn definition(self, name: &str, data_type: Option<&DataType>) -> String {
        let name = self.ident(name);
        match data_type.map(|it| self.context.writer.data_type(it)).filter(|it| !it.is_empty()) {
            Some(data_type) => format!("{name} {data_type}"),
            None => name,
        }
    }

    /// `a.k = b.k AND …`
    pub(super) fn same_key(self, one: &str, other: &str, key: &[String]) -> String {
        let pairs: Vec<_> = key.iter().map(|it| format!("{one}.{0} = {other}.{0}", self.ident(it))).collect();
        pairs.join(" AND ")
    }

    /// Puts the values of `column` back into `relation` by key.
    pub(super) fn restore_column(self, archive: &Archive, relation: &str, column: &str, key: &[String]) -> String {
        let kept = &archive.relation;
        let same = self.same_key(kept, relation, key);
        format!("UPDATE {relation} SET {0} = {kept}.{0} FROM {kept} WHERE {same}", self.ident(column))
    }

    /// Puts the originals back into `relation` where what replaced them still stands.
    pub(super) fn restore_replaced(self, archive: &Archive, relation: &str, column: &str, key: &[String]) -> String {
        let kept = &archive.relation;
        let same = self.same_key(kept, relation, key);
        format!(
            "UPDATE {relation} SET {0} = {kept}.{0} FROM {kept} WHERE {same} AND {relation}.{0} IS {kept}.{REPLACEMENT}",
            self.ident(column)
        )
    }

    /// Puts the originals back into the rows of `aside`, but for those whose key is that of a row of `relation` that holds
    /// the replacement: there it is the value of that one.
    pub(super) fn restore_replaced_aside(
        self,
        archive: &Archive,
        aside: &str,
        relation: &str,
        column: &str,
        key: &[String],
    ) -> String {
        let kept = &archive.relation;
        format!(
            "{} AND NOT EXISTS (SELECT 1 FROM {relation} AS other WHERE {} AND other.{} IS {kept}.{REPLACEMENT})",
            self.restore_replaced(archive, aside, column, key),
            self.same_key("other", kept, key),
            self.ident(column),
        )
    }

    /// Archives the NULLs of `column` in `relation` and puts `fill` in their place.
    pub(super) fn replace_nulls(
        self,
        archive: &Archive,
        relation: &str,
        column: &str,
        key: &[String],
        fill: &str,
    ) -> Vec<String> {
        let (kept, name, keys) = (&archive.relation, self.ident(column), self.idents(key));
        vec![
            format!(
                "INSERT OR REPLACE INTO {kept} ({keys}, {name}, {REPLACEMENT}) SELECT {keys}, {name}, {fill} FROM {relation} WHERE {name} IS NULL"
            ),
            format!(
                "UPDATE {relation} SET {name} = {kept}.{REPLACEMENT} FROM {kept} WHERE {} AND {relation}.{name} IS NULL",
                self.same_key(kept, relation, key)
            ),
        ]
    }
}

/// The type that keeps every value of `column` as it is; none for `ANY` in a `STRICT` table, which converts nothing.
fn declared(column: &Column, table: &Table) -> Option<DataType> {
    let is_any = table.options.strict && column.data_type.name.eq_ignore_ascii_case("any");
    (!is_any).then(|| column.data_type.clone())
}

/// The rowid, where it is not a column anyway.
pub(super) fn row_id(table: &Table) -> Option<&'static str> {
    if rowid_alias(table).is_some() { None } else { rowid(&[table]) }
}

/// All that a statement copies to copy whole rows of `table`: the rowid and the columns that are written.
pub(super) fn whole_row(table: &Table) -> Vec<String> {
    let columns = table.columns.iter().filter(|it| it.generated.is_none()).map(|it| it.name.clone());
    row_id(table).map(str::to_owned).into_iter().chain(columns).collect()
}
