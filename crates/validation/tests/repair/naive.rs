//! The simplest comparison there is: both tables in memory.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use database::{Session, Table, Value};
use validation::repair::{Direction, RepairOptions, RepairPlan, TableRepair, plan};
use validation::{Difference, DifferenceKind, Field, Row, Selection, Settling};

/// The table and its selection: all columns, its key.
pub(crate) fn selected(session: &mut Session, name: &str) -> (Table, Selection) {
    let table = session.read_table(None, name).unwrap();
    let fields =
        table.columns.iter().map(|it| Field { name: it.name.clone(), column: Some(it.name.clone()), expression: None });
    let place = |name: &String| table.columns.iter().position(|it| &it.name == name).unwrap();
    let key = table.key().map(|it| it.columns.iter().map(place).collect()).unwrap_or_default();
    let selection = Selection { fields: fields.collect(), key, filter: None };
    (table, selection)
}

/// The rows, in any order.
pub(crate) fn rows(session: &mut Session, table: &Table) -> Vec<Row> {
    let columns: Vec<_> = table.columns.iter().map(|it| session.quote(&it.name)).collect();
    let sql = format!("SELECT {} FROM {}", columns.join(", "), session.quote(&table.name));
    let mut rows = Vec::new();
    session
        .stream(&sql, &[], &mut |row: &[Value]| -> database::Result<_> {
            rows.push(row.to_vec());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    rows
}

/// The rows as texts, in order.
pub(crate) fn shown(session: &mut Session, name: &str) -> Vec<String> {
    let (table, _) = selected(session, name);
    let mut rows: Vec<_> = rows(session, &table).iter().map(|it| format!("{it:?}")).collect();
    rows.sort();
    rows
}

/// What differs.
fn differences(source: &mut Session, target: &mut Session, name: &str) -> Mended {
    let (source_table, _) = selected(source, name);
    let (table, selection) = selected(target, name);
    let (source, target) = (rows(source, &source_table), rows(target, &table));
    let found =
        if selection.key.is_empty() { copies(&source, &target) } else { keyed(&source, &target, &selection.key) };
    Mended { source: source_table, target: table, selection, differences: found }
}

fn keyed(source: &[Row], target: &[Row], key: &[usize]) -> Vec<Difference> {
    let by_key = |rows: &[Row]| -> BTreeMap<String, Row> {
        rows.iter().map(|row| (key.iter().map(|it| format!("{:?}|", row[*it])).collect(), row.clone())).collect()
    };
    let (source, target) = (by_key(source), by_key(target));
    let keys: std::collections::BTreeSet<_> = source.keys().chain(target.keys()).collect();
    let mut found = Vec::new();
    for each in keys {
        let (one, other) = (source.get(each), target.get(each));
        let differs =
            |(place, (a, b)): (usize, (&Value, &Value))| (format!("{a:?}") != format!("{b:?}")).then_some(place);
        let columns: Vec<_> = match (one, other) {
            (Some(a), Some(b)) => a.iter().zip(b).enumerate().filter_map(differs).collect(),
            _ => Vec::new(),
        };
        let kind = match (one, other) {
            (Some(_), None) => DifferenceKind::MissingInTarget,
            (None, _) => DifferenceKind::ExtraInTarget,
            _ if columns.is_empty() => continue,
            _ => DifferenceKind::Mismatched,
        };
        let row = one.or(other).unwrap();
        found.push(Difference {
            key: key.iter().map(|it| row[*it].clone()).collect(),
            kind,
            source: one.cloned(),
            target: other.cloned(),
            columns,
            in_source: one.is_some().into(),
            in_target: other.is_some().into(),
            of_key: None,
            settling: Settling::Unchecked,
        });
    }
    found
}

fn copies(source: &[Row], target: &[Row]) -> Vec<Difference> {
    let mut counts: BTreeMap<String, (Row, u64, u64)> = BTreeMap::new();
    for row in source {
        counts.entry(format!("{row:?}")).or_insert_with(|| (row.clone(), 0, 0)).1 += 1;
    }
    for row in target {
        counts.entry(format!("{row:?}")).or_insert_with(|| (row.clone(), 0, 0)).2 += 1;
    }
    let differing = counts.into_values().filter(|(_, source, target)| source != target);
    differing
        .map(|(row, in_source, in_target)| Difference {
            key: row.clone(),
            kind: if in_source > in_target { DifferenceKind::MissingInTarget } else { DifferenceKind::ExtraInTarget },
            source: (in_source > 0).then(|| row.clone()),
            target: (in_target > 0).then_some(row),
            columns: Vec::new(),
            in_source,
            in_target,
            of_key: None,
            settling: Settling::Unchecked,
        })
        .collect()
}

/// A table on both sides, and what differs in it.
#[derive(Clone)]
pub(crate) struct Mended {
    source: Table,
    target: Table,
    selection: Selection,
    pub(crate) differences: Vec<Difference>,
}

/// The tables with what differs in them.
#[derive(Clone)]
pub(crate) struct Found(pub(crate) Vec<Mended>);

impl Found {
    pub(crate) fn new(source: &mut Session, target: &mut Session, names: &[&str]) -> Self {
        Self(names.iter().map(|name| differences(source, target, name)).collect())
    }

    pub(crate) fn plan(&mut self, engine: database::EngineKind, options: &RepairOptions) -> RepairPlan<'_> {
        let to_target = options.direction == Direction::SourceToTarget;
        let tables = self.0.iter_mut().map(|it| TableRepair {
            table: if to_target { it.target.clone() } else { it.source.clone() },
            selection: it.selection.clone(),
            differences: &mut it.differences,
            read: None,
        });
        plan(engine, tables.collect(), options).unwrap()
    }
}
