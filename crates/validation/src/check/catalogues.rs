//! The schemas of both sides: by `schema-diff` where both are of one product, else table by table.

use std::collections::BTreeMap;

use database::{EngineKind, ReadOptions, Session, Table};
use schema_diff::diff::{Change, ChangeKind, Rename, diff};
use schema_diff::read::Reading;

use super::ask;
use super::checker::{Answer, Pair};
use super::file::{OneSide, SchemaCheck, TwoSides};
use super::groups::Tally;
use super::report::Measured;
use super::tables;
use crate::{Error, ErrorKind, Result};

/// A side as far as it is compared.
enum Side {
    Catalogue(Box<Reading>),
    Tables(EngineKind, Vec<Table>),
}

pub(crate) fn run(check: &SchemaCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let side = |connection| OneSide { connection, file: None, table: None, filter: None };
    let sides = TwoSides { source: side(check.source.as_deref()), target: side(check.target.as_deref()) };
    let (one, other) = pair.both(&sides, &|session, _| Ok(session.kind()), &|session, _| Ok(session.kind()))?;
    let alike = one == other && matches!(one, EngineKind::Postgres | EngineKind::Sqlite);
    let read = |session: &mut Session, is_target: bool| {
        Ok(if alike {
            Side::Catalogue(Box::new(session.read_catalogue(&ReadOptions::default())?))
        } else {
            Side::Tables(session.kind(), named_tables(check, session, is_target)?)
        })
    };
    let (source, target) = pair.both(&sides, &|session, _| read(session, false), &|session, _| read(session, true))?;
    let (tally, mut notes) = match (source, target) {
        (Side::Catalogue(source), Side::Catalogue(target)) => catalogues(check, &source, &target)?,
        (Side::Tables(one, source), Side::Tables(other, target)) => {
            let tally = tables::compare(check, &source, &target);
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

/// The tables named, on one side.
fn named_tables(check: &SchemaCheck, session: &mut Session, is_target: bool) -> Result<Vec<Table>> {
    if check.tables.is_empty() {
        let message = "schemas of two products are compared table by table: name them as `tables`";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let name = |it: &String| if is_target { check.renamed.get(it).unwrap_or(it).clone() } else { it.clone() };
    check.tables.iter().map(|it| ask::find_table(session, &name(it))).collect()
}

fn catalogues(check: &SchemaCheck, source: &Reading, target: &Reading) -> Result<(Tally, Vec<String>)> {
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    let found =
        diff(&source.catalogue, &target.catalogue, &renames(&check.renamed)).map_err(|it| usage(it.to_string()))?;
    let mut tally = Tally::default();
    for change in &found.changes {
        if let Some(measured) = measured(check, change) {
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

/// A change, unless it is of no interest or allowed.
fn measured(check: &SchemaCheck, change: &Change) -> Option<Measured> {
    let relation = change.path.relation();
    let named = |it: &String| relation.is_some_and(|name| *it == name.name || *it == name.to_string());
    let of_interest =
        check.tables.is_empty() || check.tables.iter().any(|it| named(it) || check.renamed.get(it).is_some_and(named));
    let part = relation.map(|name| format!("{}.{}", name.name, change.path.name()));
    let ignored = check.ignore.iter().any(|it| named(it) || part.as_deref() == Some(it) || change.path.name() == it);
    if !of_interest || ignored {
        return None;
    }
    let (source, target) = match &change.kind {
        ChangeKind::Added(_) => (None, Some("there".to_owned())),
        ChangeKind::Dropped(_) => (Some("there".to_owned()), None),
        ChangeKind::Altered { aspect, .. } => {
            let word = serde_json::to_value(aspect).ok()?;
            let word = word.as_str().unwrap_or_default().replace('_', " ");
            (Some(word.clone()), Some(format!("another {word}")))
        }
        // Stated, so it is as it should be; or a guess beside the change itself.
        ChangeKind::Renamed { .. } | ChangeKind::MaybeRenamed { .. } => return None,
    };
    Some(Measured { what: change.path.to_string(), group: None, source, target, difference: None, holds: false })
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
