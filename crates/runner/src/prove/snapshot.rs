//! The rows of a database at one moment, in memory.

use std::collections::{BTreeMap, BTreeSet};

use database::Session;
use plan_engine::plan::{Archive, ArchiveKind, ColumnConversion, Plan};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, QualifiedName};

use super::replaced::Replaced;
use super::rows::TableRows;
use super::shape;
use crate::concurrent::Place;
use crate::sql::{self, Value};

/// The rows of a database at one moment: of its tables, and of the archives that belong to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    live: BTreeMap<QualifiedName, TableRows>,
    set_aside: BTreeMap<QualifiedName, Vec<TableRows>>,
    /// The archives of `set_aside`, in the same order.
    aside_in: BTreeMap<QualifiedName, Vec<String>>,
    replaced: BTreeMap<QualifiedName, Vec<Replaced>>,
    /// Originals that are of the new shape already.
    unfit: BTreeMap<QualifiedName, Vec<Replaced>>,
    /// Columns in their old shape, since nothing was there yet to convert them.
    unconverted: BTreeSet<(QualifiedName, String)>,
}

impl Snapshot {
    /// Takes one of the `tables` of `catalogue` (all where none are named) and of the archives that exist.
    pub(crate) fn take(
        session: &mut Session,
        catalogue: &Catalogue,
        only: Option<&[QualifiedName]>,
        plan: &Plan,
    ) -> Result<Self, database::Error> {
        let renamed = || shape::renamed_tables(plan);
        let with_old_names = only.map(|only| {
            let old = renamed().filter(|(_, new)| only.contains(new)).map(|(old, _)| old);
            only.iter().chain(old).cloned().collect::<Vec<_>>()
        });
        let mut snapshot = Self::as_it_lies(session, catalogue, with_old_names.as_deref(), plan)?;
        // A value that does not fit and the one that stands for it become the same in the new shape.
        let mut told_apart = BTreeSet::new();
        for it in plan.conversions.iter().filter(|it| !it.up.contains("{value}")) {
            if shape::up(session, it, "NULL")?.is_none() {
                told_apart.insert((it.table.clone(), it.old_name.clone()));
            }
        }
        for (table, all) in &mut snapshot.replaced {
            all.retain(|it| !it.misfit || it.here && told_apart.contains(&(table.clone(), it.column.clone())));
        }
        for (old, new) in renamed() {
            if let Some(rows) = snapshot.live.remove(old) {
                snapshot.live.insert(new.clone(), rows);
            }
        }
        for conversion in plan.conversions.iter().filter(|it| only.is_none_or(|only| only.contains(&it.table))) {
            let under_old_name = || renamed().find(|(_, new)| **new == conversion.table).map(|(old, _)| old);
            let table = catalogue.tables.get(&conversion.table);
            if let Some(table) = table.or_else(|| catalogue.tables.get(under_old_name()?)) {
                snapshot.bring_into_new_shape(session, conversion, shape::is_old(conversion, table))?;
            }
        }
        Ok(snapshot)
    }

    /// Takes one without bringing anything into another shape.
    pub(crate) fn as_it_lies(
        session: &mut Session,
        catalogue: &Catalogue,
        only: Option<&[QualifiedName]>,
        plan: &Plan,
    ) -> Result<Self, database::Error> {
        let archives = plan.archives.as_slice();
        let mut snapshot = Self::default();
        let wanted = |name: &QualifiedName| only.is_none_or(|only| only.contains(name));
        for (name, table) in catalogue.tables.iter().filter(|(name, _)| wanted(name)) {
            let mut columns: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
            columns.extend(rowid_of_replaced(name, &columns, archives));
            let list = if columns.is_empty() { "1".to_owned() } else { sql::list(&columns) };
            // Every table on its own: those that hold its rows for it are read themselves.
            let only = if catalogue.dialect == Dialect::Postgres { "ONLY " } else { "" };
            let rows = session.query(&format!("SELECT {list} FROM {only}{}", sql::relation(name)))?.rows;
            snapshot.live.insert(name.clone(), TableRows { columns, rows });
        }
        for archive in existing(session, catalogue.dialect, archives)? {
            let fits = |table: &QualifiedName, column: &String| {
                let conversion = plan.conversions.iter().find(|it| it.table == *table && it.old_name == *column);
                conversion.zip(catalogue.tables.get(table)).is_some_and(|(it, table)| shape::is_old(it, table))
            };
            let here = match &archive.kind {
                ArchiveKind::Misfit { table, column, .. } => fits(table, column),
                _ => true,
            };
            snapshot.read_archive(session, archive, &wanted, here)?;
            snapshot.archived_below(catalogue, archive);
        }
        Ok(snapshot)
    }

    /// Whether the rows of `table` were taken.
    pub(crate) fn holds(&self, table: &QualifiedName) -> bool {
        self.live.contains_key(table)
    }

    /// The rows of `table`, those set aside included, each with the columns that it has; originals in the place of their
    /// replacements.
    pub(crate) fn rows_of(&self, table: &QualifiedName) -> Vec<BTreeMap<String, Value>> {
        let mut live = self.live.get(table).cloned().unwrap_or_default();
        let mut aside = self.set_aside.get(table).cloned().unwrap_or_default();
        for replaced in self.replaced.get(table).into_iter().flatten() {
            let rest = replaced.without(&replaced.undo(&mut live));
            for rows in &mut aside {
                rest.undo(rows);
            }
        }
        let named = |rows: TableRows| {
            let columns = rows.columns;
            rows.rows.into_iter().map(move |row| columns.iter().cloned().zip(row).collect())
        };
        std::iter::once(live).chain(aside).flat_map(named).collect()
    }

    /// Values that were replaced, and those that the other shape cannot hold: in which row and column, and what they were.
    pub(crate) fn originals(&self) -> Vec<(Place, String, Value)> {
        let of = |(table, replaced): (&QualifiedName, &Replaced)| {
            let originals = replaced.rows.project(std::slice::from_ref(&replaced.column));
            let keys = replaced.rows.project(&replaced.key);
            let place = |key| Place { table: table.clone(), columns: replaced.key.clone(), key };
            let its = keys.into_iter().zip(originals).filter_map(|(key, mut it)| Some((key, it.pop()?)));
            its.map(|(key, value)| (place(key), replaced.column.clone(), value)).collect::<Vec<_>>()
        };
        let all = self.replaced.iter().chain(&self.unfit);
        all.flat_map(|(table, all)| all.iter().map(move |it| (table, it))).flat_map(of).collect()
    }

    /// Everything but the rows at `places`.
    pub(crate) fn without(&self, places: &BTreeSet<Place>) -> Self {
        let mut snapshot = self.clone();
        let of = |table: &QualifiedName| places.iter().filter(|it| it.table == *table).collect::<Vec<_>>();
        for (table, rows) in &mut snapshot.live {
            *rows = rows.without(of(table).into_iter());
        }
        for (table, archives) in &mut snapshot.set_aside {
            for rows in archives {
                *rows = rows.without(of(table).into_iter());
            }
        }
        for (table, archives) in snapshot.replaced.iter_mut().chain(&mut snapshot.unfit) {
            for it in archives {
                it.rows = it.rows.without(of(table).into_iter());
            }
        }
        snapshot
    }

    fn read_archive(
        &mut self,
        session: &mut Session,
        archive: &Archive,
        wanted: &dyn Fn(&QualifiedName) -> bool,
        here: bool,
    ) -> Result<(), database::Error> {
        let (ArchiveKind::SetAside { table }
        | ArchiveKind::Replaced { table, .. }
        | ArchiveKind::Misfit { table, .. }
        | ArchiveKind::Unfit { table, .. }) = &archive.kind
        else {
            return Ok(());
        };
        if !wanted(table) {
            return Ok(());
        }
        let rows = session.query(&format!("SELECT * FROM {}", archive.relation))?;
        let rows = TableRows { columns: rows.columns, rows: rows.rows };
        match &archive.kind {
            ArchiveKind::Replaced { column, key, .. } => {
                let replaced = Replaced { misfit: false, here: true, column: column.clone(), key: key.clone(), rows };
                self.replaced.entry(table.clone()).or_default().push(replaced);
            }
            ArchiveKind::Misfit { column, key, .. } => {
                let replaced = Replaced { misfit: true, here, column: column.clone(), key: key.clone(), rows };
                self.replaced.entry(table.clone()).or_default().push(replaced);
            }
            ArchiveKind::Unfit { column, key, .. } => {
                let replaced = Replaced { misfit: false, here: true, column: column.clone(), key: key.clone(), rows };
                self.unfit.entry(table.clone()).or_default().push(replaced);
            }
            _ => {
                self.set_aside.entry(table.clone()).or_default().push(rows);
                self.aside_in.entry(table.clone()).or_default().push(archive.relation.clone());
            }
        }
        Ok(())
    }

    /// What is kept of a table's values is of the tables below it too, which hold the rows.
    fn archived_below(&mut self, catalogue: &Catalogue, archive: &Archive) {
        let (ArchiveKind::Replaced { table, .. }
        | ArchiveKind::Misfit { table, .. }
        | ArchiveKind::Unfit { table, .. }) = &archive.kind
        else {
            return;
        };
        for map in [&mut self.replaced, &mut self.unfit] {
            let Some(all) = map.get(table).cloned() else { continue };
            for below in catalogue.tree(table).into_iter().skip(1) {
                map.insert(below, all.clone());
            }
        }
    }

    /// Brings a column into its new shape, in the table and in the archives that belong to it.
    fn bring_into_new_shape(
        &mut self,
        session: &mut Session,
        conversion: &ColumnConversion,
        is_old: bool,
    ) -> Result<(), database::Error> {
        let (table, old, new) = (&conversion.table, &conversion.old_name, &conversion.new_name);
        let mut done = BTreeSet::new();
        let archives = self.aside_in.get(table).cloned().unwrap_or_default();
        let archives: Vec<bool> = archives
            .iter()
            .map(|relation| shape::is_old_in(session, conversion, relation))
            .collect::<Result<_, _>>()?;
        // Before originals take their places, which are of the new shape already.
        let values = self.values_in_old_shape(table, old, is_old || old != new, &archives);
        let unfit: Vec<Replaced> =
            self.unfit.get(table).into_iter().flatten().filter(|it| it.column == *old).cloned().collect();
        if let (true, Some(live)) = (is_old, self.live.get_mut(table)) {
            for replaced in &unfit {
                done.extend(replaced.undo(live));
            }
        }
        let converted = shape::converted(session, conversion, &values)?;
        if is_old && converted.is_none() && !values.is_empty() {
            self.unconverted.insert((table.clone(), new.clone()));
        }
        let key = unfit.first().map(|it| it.key.clone()).unwrap_or_default();
        if let Some(live) = self.live.get_mut(table) {
            if is_old {
                live.convert(old, converted.as_ref(), &key, &done);
                live.relabel(old, new);
            } else if old != new {
                live.fill_from(old, new, converted.as_ref());
                live.leave_out(old);
            }
        }
        for (is_old, rows) in archives.iter().zip(self.set_aside.get_mut(table).into_iter().flatten()) {
            if *is_old {
                rows.convert(old, converted.as_ref(), &[], &BTreeSet::new());
                rows.relabel(old, new);
            }
        }
        // What a step replaced in the column itself it replaced in the shape that was live then; by name it is the new
        // one's. Archives of the old shape (`Misfit`) come back to the same value of the new one.
        Ok(())
    }

    /// Every value that a column has in its old shape: in the table where it is `live` there, and in those of its archives.
    fn values_in_old_shape(
        &self,
        table: &QualifiedName,
        column: &str,
        live: bool,
        archives: &[bool],
    ) -> BTreeSet<String> {
        let aside = self.set_aside.get(table).into_iter().flatten();
        let archives = aside.zip(archives).filter(|(_, is_old)| **is_old).map(|(rows, _)| rows);
        let all = self.live.get(table).filter(|_| live).into_iter().chain(archives);
        all.flat_map(|rows| rows.project(&[column.to_owned()])).flatten().flatten().collect()
    }

    /// Whether a column is in the same shape here and there.
    pub(crate) fn is_alike(&self, other: &Self, table: &QualifiedName, column: &str) -> bool {
        let key = (table.clone(), column.to_owned());
        self.unconverted.contains(&key) == other.unconverted.contains(&key)
    }

    /// How many rows stand in the tables.
    pub(crate) fn count(&self) -> usize {
        self.live.values().map(|table| table.rows.len()).sum()
    }

    /// The rows of `table` as they stand in it, originals in the place of their replacements.
    pub(crate) fn live(&self, table: &QualifiedName) -> Option<TableRows> {
        let mut live = self.live.get(table)?.clone();
        for replaced in self.replaced.get(table).into_iter().flatten() {
            replaced.undo(&mut live);
        }
        Some(live)
    }

    /// The rows of `table` over `columns`, those set aside included.
    pub(crate) fn all(&self, table: &QualifiedName, columns: &[String]) -> Vec<Vec<Value>> {
        let mut live = self.live.get(table).cloned().unwrap_or_default();
        let mut aside = self.set_aside.get(table).cloned().unwrap_or_default();
        for replaced in self.replaced.get(table).into_iter().flatten() {
            // A row may have taken the key of one that was set aside: then the original is that row's.
            let done = replaced.undo(&mut live);
            let rest = replaced.without(&done);
            for rows in &mut aside {
                rest.undo(rows);
            }
        }
        std::iter::once(&live).chain(&aside).flat_map(|rows| rows.project(columns)).collect()
    }
}

/// SQLite: the rowid, by whichever of its names, where values that were replaced are told apart by it.
fn rowid_of_replaced(table: &QualifiedName, columns: &[String], archives: &[Archive]) -> Option<String> {
    archives.iter().find_map(|archive| match &archive.kind {
        ArchiveKind::Replaced { table: of, key, .. } if of == table => match key.as_slice() {
            [name] if ["rowid", "_rowid_", "oid"].contains(&name.as_str()) && !columns.contains(name) => {
                Some(name.clone())
            }
            _ => None,
        },
        _ => None,
    })
}

/// The archives that exist.
fn existing<'a>(
    session: &mut Session,
    dialect: Dialect,
    archives: &'a [Archive],
) -> Result<Vec<&'a Archive>, database::Error> {
    let of_rows: Vec<&Archive> = archives
        .iter()
        .filter(|it| !matches!(it.kind, ArchiveKind::DroppedTable { .. } | ArchiveKind::DroppedColumn { .. }))
        .collect();
    if of_rows.is_empty() {
        return Ok(of_rows);
    }
    if dialect == Dialect::Sqlite {
        return of_rows
            .into_iter()
            .filter_map(|it| is_there(session, it).map(|yes| yes.then_some(it)).transpose())
            .collect();
    }
    let tests: Vec<String> =
        of_rows.iter().map(|it| format!("to_regclass({}) IS NOT NULL", sql::literal(&it.relation))).collect();
    let answer = session.query(&format!("SELECT {}", tests.join(", ")))?;
    let there = |at: usize| answer.value(0, at).is_some_and(|it| it.starts_with('t'));
    Ok(of_rows.into_iter().enumerate().filter(|(at, _)| there(*at)).map(|(_, it)| it).collect())
}

fn is_there(session: &mut Session, archive: &Archive) -> Result<bool, database::Error> {
    match session.query(&format!("SELECT 1 FROM {} LIMIT 0", archive.relation)) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == database::ErrorKind::Undefined => Ok(false),
        Err(error) => Err(error),
    }
}

/// How many rows the archives of set-aside rows and replaced values hold.
pub(crate) fn archived_rows(
    session: &mut Session,
    dialect: Dialect,
    archives: &[Archive],
) -> Result<usize, database::Error> {
    let mut total = 0;
    for archive in existing(session, dialect, archives)? {
        let count = session.query(&format!("SELECT count(*) FROM {}", archive.relation))?.scalar();
        total += count.and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::rows;
    use super::*;
    use crate::prove::replaced::REPLACEMENT;

    #[test]
    fn a_row_set_aside_keeps_its_values_where_another_took_its_key() {
        let table = QualifiedName::new("main", "t");
        let archive = rows(&["id", "a", REPLACEMENT], &[&["1", "NULL", "x"]]);
        let replaced =
            Replaced { misfit: false, here: true, column: "a".into(), key: vec!["id".into()], rows: archive };
        let mut snapshot = Snapshot::default();
        snapshot.live.insert(table.clone(), rows(&["id", "a"], &[&["1", "x"]]));
        snapshot.set_aside.insert(table.clone(), vec![rows(&["id", "a"], &[&["1", "x"]])]);
        snapshot.replaced.insert(table.clone(), vec![replaced]);
        let all = snapshot.all(&table, &["id".into(), "a".into()]);
        assert_eq!(all, rows(&["id", "a"], &[&["1", "NULL"], &["1", "x"]]).rows);
    }
}
