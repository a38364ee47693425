//! The schemas of both sides: by `schema-diff` where both are of one product, else table by table.

use std::collections::BTreeMap;

use database::{EngineKind, ReadOptions, Table};
use schema_diff::catalogue::ObjectPath;
use schema_diff::diff::{Change, ChangeKind, Rename, diff};
use schema_diff::read::Reading;
use schema_diff::write::Writer;

use super::brake::Held;
use super::checker::{Answer, Pair};
use super::file::{OneSide, SchemaCheck, TwoSides};
use super::groups::Tally;
use super::report::Measured;
use super::schema_names::{self, Names};
use super::tables::{self, TablePair};
use super::{ask, aspects};
use crate::{Error, ErrorKind, Result};

/// A side as far as it is compared.
enum Side {
    Catalogue(Box<Reading>),
    Tables(EngineKind),
}

pub(crate) fn run(check: &SchemaCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let side = |connection| OneSide { connection, file: None, table: None, filter: None };
    let sides = TwoSides { source: side(check.source.as_deref()), target: side(check.target.as_deref()) };
    let (one, other) = pair.both(&sides, &|session, _| Ok(session.kind()), &|session, _| Ok(session.kind()))?;
    let alike = one == other && matches!(one, EngineKind::Postgres | EngineKind::Sqlite);
    if !alike && check.tables.is_empty() {
        let message = "schemas of two products are compared table by table: name them as `tables`";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let named = named_tables(check, &sides, pair)?;
    let read = |session: &mut Held<'_>| {
        Ok(if alike {
            Side::Catalogue(Box::new(session.read_catalogue(&ReadOptions::default())?))
        } else {
            Side::Tables(session.kind())
        })
    };
    let (source, target) = pair.both(&sides, &|session, _| read(session), &|session, _| read(session))?;
    let (tally, mut notes) = match (source, target) {
        (Side::Catalogue(source), Side::Catalogue(target)) => catalogues(check, &named, &source, &target)?,
        (Side::Tables(one), Side::Tables(other)) => {
            let tally = tables::compare(check, &named)?;
            (
                tally,
                vec![format!(
                    "{one} and {other} write types differently: tables are compared by columns, kinds of values, NULL and keys"
                )],
            )
        }
        _ => return Err(Error::new(ErrorKind::Shape, "the sides cannot be compared with each other")),
    };
    let says = match tally.failing {
        0 => "the schemas are the same".to_owned(),
        1 => "1 difference between the schemas".to_owned(),
        failing => format!("{failing} differences between the schemas"),
    };
    let mut answer = Answer::measured(says, tally);
    answer.notes.append(&mut notes);
    Ok(answer)
}

/// The tables named, on both sides; one of them may lack a table.
///
/// # Errors
/// Where neither side has a table, with the names that are near.
fn named_tables(check: &SchemaCheck, sides: &TwoSides<'_>, pair: &mut Pair<'_>) -> Result<Vec<TablePair>> {
    let find = |session: &mut Held<'_>, is_target: bool| -> Result<Vec<Result<Table>>> {
        let name = |it: &String| if is_target { check.renamed.get(it).unwrap_or(it).clone() } else { it.clone() };
        let found = check.tables.iter().map(|it| match ask::find_table(session, &name(it)) {
            Err(error) if error.kind() != ErrorKind::Shape => Err(error),
            other => Ok(other),
        });
        found.collect()
    };
    let (source, target) = pair.both(sides, &|session, _| find(session, false), &|session, _| find(session, true))?;
    let pairs = source.into_iter().zip(target).map(|found| match found {
        (Err(error), Err(_)) => Err(error),
        (source, target) => Ok(TablePair { source: source.ok(), target: target.ok() }),
    });
    pairs.collect()
}

fn catalogues(
    check: &SchemaCheck,
    tables: &[TablePair],
    source: &Reading,
    target: &Reading,
) -> Result<(Tally, Vec<String>)> {
    let names = Names::new(check);
    let mut known = schema_names::of_catalogue(&source.catalogue);
    known.append(&mut schema_names::of_catalogue(&target.catalogue));
    names.verify(&known)?;
    let writer = Writer::new(source.catalogue.dialect);
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    let found =
        diff(&source.catalogue, &target.catalogue, &renames(&check.renamed)).map_err(|it| usage(it.to_string()))?;
    let mut tally = Tally::default();
    for change in &found.changes {
        if is_of_interest(change, tables, &names)
            && let Some(measured) = measured(writer, change)
        {
            tally.add(measured, usize::MAX);
        }
    }
    for (statements, is_source) in [(&found.unmodelled.before_only, true), (&found.unmodelled.after_only, false)] {
        for statement in statements.iter().filter(|_| check.tables.is_empty()) {
            let text = Some(statement.text.clone());
            let (source, target) = if is_source { (text, None) } else { (None, text) };
            let what = statement.what.clone();
            tally.add(Measured { what, group: None, source, target, difference: None, holds: false }, usize::MAX);
        }
    }
    let readings = [("source", source), ("target", target)];
    let notes = readings
        .iter()
        .flat_map(|(side, reading)| reading.diagnostics.iter().map(move |it| format!("{side}: {}", it.message)));
    Ok((tally, notes.collect()))
}

/// Tables first, so that their columns are found under the new names.
fn renames(stated: &BTreeMap<String, String>) -> Vec<Rename> {
    let mut all: Vec<Rename> = Vec::new();
    for (from, to) in stated.iter().filter(|(from, to)| !is_column(from, to, stated)) {
        all.push(Rename { from: from.clone(), to: to.clone() });
    }
    for (from, to) in stated.iter().filter(|(from, to)| is_column(from, to, stated)) {
        let (table, column) = from.rsplit_once('.').unwrap_or(("", from));
        let table = stated.get(table).map_or(table, String::as_str);
        all.push(Rename { from: format!("{table}.{column}"), to: to.clone() });
    }
    all
}

/// `table.column` rather than `schema.table`: what stands in front of the point is renamed as well, or the same on both sides.
fn is_column(from: &str, to: &str, stated: &BTreeMap<String, String>) -> bool {
    let (Some((one, _)), Some((other, _))) = (from.rsplit_once('.'), to.rsplit_once('.')) else { return false };
    stated.get(one).is_some_and(|it| it == other) || one == other
}

/// Whether a change is one of the tables named, and not ignored.
fn is_of_interest(change: &Change, tables: &[TablePair], names: &Names<'_>) -> bool {
    let Some(relation) = change.path.relation() else {
        return tables.is_empty() && !names.is_ignored_alone(change.path.name());
    };
    let is = |table: &Option<Table>| {
        table.as_ref().is_some_and(|it| it.name == relation.name && it.schema == relation.schema)
    };
    let part = Some(change.path.name()).filter(|_| !matches!(change.path, ObjectPath::Table(_) | ObjectPath::View(_)));
    (tables.is_empty() || tables.iter().any(|it| is(&it.source) || is(&it.target)))
        && !names.is_ignored(&relation.schema, &relation.name, part)
}

/// A change with what both sides hold.
fn measured(writer: Writer, change: &Change) -> Option<Measured> {
    let mut what = change.path.to_string();
    let (source, target) = match &change.kind {
        ChangeKind::Added(object) => (None, Some(aspects::there(object))),
        ChangeKind::Dropped(object) => (Some(aspects::there(object)), None),
        ChangeKind::Altered { aspect, before, after } => {
            what = format!("{what}: {}", aspects::word(*aspect));
            let [source, target] = aspects::both(writer, &change.path, *aspect, before, after);
            (Some(source), Some(target))
        }
        // Stated, so it is as it should be; or a guess beside the change itself.
        ChangeKind::Renamed { .. } | ChangeKind::MaybeRenamed { .. } => return None,
    };
    Some(Measured { what, group: None, source, target, difference: None, holds: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_renamed_in_the_table_of_the_new_name() {
        let stated = [("crew", "sailors"), ("crew.name", "sailors.full_name"), ("boats.kind", "boats.class")];
        let stated = stated.map(|(from, to)| (from.to_owned(), to.to_owned())).into_iter().collect();
        let found: Vec<_> = renames(&stated).into_iter().map(|it| format!("{}={}", it.from, it.to)).collect();
        assert_eq!(found, ["crew=sailors", "boats.kind=boats.class", "sailors.name=sailors.full_name"]);
    }
}
