//! Pairs of queries, and the relation that is expected of their answers.

use std::collections::BTreeMap;

use database::{Decimal, Value};

use super::amount::Amount;
use super::ask;
use super::brake::Held;
use super::checker::{Answer, Pair};
use super::file::{Bound, OneSide, QueryCheck, QuerySide, Relation, TwoSides};
use super::groups::{self, Tally, group_text};
use super::report::Measured;
use super::shown;
use crate::side::Row;
use crate::wire::plain;
use crate::{Error, ErrorKind, Result};

/// The answer to a query, its key in front.
#[derive(Debug, Default)]
struct Reply {
    columns: Vec<String>,
    rows: Vec<Row>,
}

pub(crate) fn run(check: &QueryCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    match (check.relation, &check.value) {
        (Relation::Empty, _) => empty(check, pair),
        (_, Some(value)) => answers(check, value, pair),
        _ => compared(check, pair),
    }
}

/// The query without the semicolon behind it, so that it can stand in another one.
fn bare(sql: &str) -> &str {
    sql.trim().trim_end_matches(';').trim_end()
}

/// Every query asked has no row.
fn empty(check: &QueryCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let examples = pair.examples;
    let mut tally = Tally::default();
    let mut rows = 0;
    for (is_source, side) in [(true, &check.source), (false, &check.target)] {
        let Some(sql) = side.sql.as_deref().map(bare) else { continue };
        let session = &mut pair.session(is_source, side.connection.as_deref())?;
        let reply = read(session, sql, &[], examples.max(1))?;
        let found = if reply.rows.is_empty() {
            0
        } else {
            ask::whole_number(session, &format!("SELECT count(*) FROM (\n{sql}\n) AS q"))?
        };
        rows += found;
        tally.measurements += 1;
        tally.failing += u64::from(found > 0);
        for row in &reply.rows {
            let text = Some(shown::row(row));
            let (source, target) = if is_source { (text, None) } else { (None, text) };
            let what = reply.columns.join(", ");
            tally.measured.push(Measured { what, group: None, source, target, difference: None, holds: false });
        }
    }
    let says = match rows {
        0 => "no row, as it should be".to_owned(),
        _ => format!("{}, where none should be", shown::counted(rows, "row")),
    };
    Ok(Answer::measured(says, tally))
}

/// One query answers with a value that is stated.
fn answers(check: &QueryCheck, wanted: &str, pair: &mut Pair<'_>) -> Result<Answer> {
    let examples = pair.examples;
    let is_source = check.source.sql.is_some();
    let side = if is_source { &check.source } else { &check.target };
    let session = &mut pair.session(is_source, side.connection.as_deref())?;
    let reply = read(session, bare(side.sql.as_deref().unwrap_or_default()), &[], 2)?;
    let found = match reply.rows.as_slice() {
        [row] if row.len() == 1 => row.first().cloned().unwrap_or(Value::Null),
        _ => return Err(Error::new(ErrorKind::Usage, "the query answers with more or less than one value")),
    };
    let stated = Value::Text(wanted.to_owned());
    // The value is written in TOML as text; it means a number where the answer is one.
    let stated = match Amount::of(&found) {
        Some(_) => Decimal::parse(wanted).map_or(stated, Value::Decimal),
        None => stated,
    };
    let mut tally = Tally::default();
    let mut measured = groups::measured("value", None, Some(&stated), Some(&found), &check.allow);
    measured.holds |= plain(&found) == wanted;
    let says = if measured.holds {
        format!("it is {}, as it should be", shown::text(&found))
    } else {
        format!("it is {}, and should be {wanted}", shown::text(&found))
    };
    tally.add(measured, examples);
    Ok(Answer::measured(says, tally))
}

/// Two queries, their rows matched by key, by place or as sets.
fn compared(check: &QueryCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let side = |side: &'static str| -> Result<()> {
        Err(Error::new(ErrorKind::Usage, format!("the query of the {side} is missing")))
    };
    let sql = |of: &QuerySide| of.sql.as_deref().map(|it| bare(it).to_owned());
    let (Some(one), Some(other)) = (sql(&check.source), sql(&check.target)) else {
        side(if check.source.sql.is_none() { "source" } else { "target" })?;
        return Ok(Answer::default());
    };
    let place = |of: &'_ QuerySide| -> Option<String> { of.connection.clone() };
    let (source, target) = (place(&check.source), place(&check.target));
    let bare_side = |connection| OneSide { connection, file: None, table: None, filter: None };
    let sides = TwoSides { source: bare_side(source.as_deref()), target: bare_side(target.as_deref()) };
    let (source, target) =
        pair.both(&sides, &|session, _| read(session, &one, &check.key, ask::MOST_ROWS), &|session, _| {
            read(session, &other, &check.key, ask::MOST_ROWS)
        })?;
    pair.brake().read(source.rows.len().max(target.rows.len()) as u64)?;
    let target = in_order(&source.columns, target, check.key.len())?;
    let mut matching = Matching { check, examples: pair.examples, tally: Tally::default(), columns: &source.columns };
    match (check.key.is_empty(), source.rows.as_slice(), target.rows.as_slice()) {
        (false, ..) => matching.by_key(&source.rows, &target.rows)?,
        (true, [one], [other]) => matching.row(None, Some(one), Some(other)),
        _ if check.relation == Relation::Equal => matching.as_sets(&source.rows, &target.rows),
        _ => {
            let message = "the queries answer with several rows: name the columns that tell them apart as `key`";
            return Err(Error::new(ErrorKind::Usage, message));
        }
    }
    let tally = matching.tally;
    let says = match tally.failing {
        0 => {
            format!(
                "{} in the source, {} in the target, as they should be",
                shown::counted(source.rows.len(), "row"),
                target.rows.len()
            )
        }
        failing => format!("{failing} of {} not as they should be", shown::counted(tally.measurements, "value")),
    };
    Ok(Answer::measured(says, tally))
}

/// The target's answer with its columns in the source's order: by their names, however they are written in capitals. Answers of one column
/// each need no name in common; any others have the same names, or it could not be told what is compared with what.
fn in_order(source: &[String], target: Reply, key: usize) -> Result<Reply> {
    let own = |columns: &[String]| columns.get(key..).unwrap_or_default().to_vec();
    let (ours, theirs) = (own(source), own(&target.columns));
    if ours.len() == 1 && theirs.len() == 1 {
        return Ok(target);
    }
    let place = |name: &String| {
        let exact = theirs.iter().position(|it| it == name);
        exact.or_else(|| theirs.iter().position(|it| it.eq_ignore_ascii_case(name)))
    };
    let places: Option<Vec<usize>> = ours.iter().map(place).collect();
    let mut distinct = places.clone().unwrap_or_default();
    distinct.sort_unstable();
    distinct.dedup();
    let Some(places) = places.filter(|_| distinct.len() == ours.len() && ours.len() == theirs.len()) else {
        let message = format!(
            "the query of the source gives the columns {}, that of the target {}: give each column one name in both, `AS name`",
            ours.join(", "),
            theirs.join(", ")
        );
        return Err(Error::new(ErrorKind::Shape, message));
    };
    let ordered = |row: Row| {
        let own = places.iter().filter_map(|at| row.get(key + at)).cloned();
        row.iter().take(key).cloned().chain(own).collect()
    };
    let columns = source.to_vec();
    Ok(Reply { columns, rows: target.rows.into_iter().map(ordered).collect() })
}

/// Asks a query for `key` and all its columns.
fn read(session: &mut Held<'_>, sql: &str, key: &[String], limit: usize) -> Result<Reply> {
    let named: String = key.iter().map(|it| format!("q.{}, ", session.quote(it))).collect();
    let asked = format!("SELECT {named}q.* FROM (\n{sql}\n) AS q");
    let columns = session.query(&format!("{asked} WHERE 1 = 0"))?.columns;
    let rows = match limit {
        ask::MOST_ROWS => ask::rows(session, &asked, "compare large sets as tables, with `map` and `where`")?,
        _ => ask::first_rows(session, &asked, limit)?,
    };
    Ok(Reply { columns, rows })
}

struct Matching<'c> {
    check: &'c QueryCheck,
    columns: &'c [String],
    examples: usize,
    tally: Tally,
}

impl Matching<'_> {
    /// A row of both sides, or of one.
    fn row(&mut self, group: Option<&String>, source: Option<&Row>, target: Option<&Row>) {
        let key = self.check.key.len();
        let (Some(one), Some(other)) = (source, target) else {
            let all = |row: &Row| shown::row(row.get(key..).unwrap_or_default());
            let what = self.columns.get(key..).unwrap_or_default().join(", ");
            let (source, target) = (source.map(all), target.map(all));
            let measured = Measured { what, group: group.cloned(), source, target, difference: None, holds: false };
            self.tally.add(measured, self.examples);
            return;
        };
        for ((name, one), other) in self.columns.iter().zip(one).zip(other).skip(key) {
            if self.check.key.contains(name) {
                continue;
            }
            let measured = self.value(name, group, one, other);
            self.tally.add(measured, self.examples);
        }
    }

    fn value(&self, name: &str, group: Option<&String>, one: &Value, other: &Value) -> Measured {
        let exact = Bound::default();
        let bound = if self.check.relation == Relation::Equal { &exact } else { &self.check.allow };
        let mut measured = groups::measured(name, group, Some(one), Some(other), bound);
        if let (Relation::AtMost, Some(one), Some(other)) = (self.check.relation, Amount::of(one), Amount::of(other)) {
            measured.holds |= !one.is_below(&other) && !other.float().is_nan();
        }
        measured
    }

    fn by_key(&mut self, source: &[Row], target: &[Row]) -> Result<()> {
        let (source, target) = (self.keyed(source, "source")?, self.keyed(target, "target")?);
        let missing = target.keys().filter(|it| !source.contains_key(*it));
        let mut keys: Vec<_> = source.keys().chain(missing).collect();
        keys.sort();
        for key in keys {
            let text = key.join(", ");
            self.row(Some(&text), source.get(key).copied(), target.get(key).copied());
        }
        Ok(())
    }

    fn keyed<'r>(&self, rows: &'r [Row], side: &str) -> Result<BTreeMap<Vec<String>, &'r Row>> {
        let mut keyed = BTreeMap::new();
        for row in rows {
            let key: Vec<String> = row.iter().take(self.check.key.len()).map(group_text).collect();
            let text = key.join(", ");
            if keyed.insert(key, row).is_some() {
                let message = format!("two rows of the {side} have the key {text}: name more columns as `key`");
                return Err(Error::new(ErrorKind::Shape, message));
            }
        }
        Ok(keyed)
    }

    /// Rows that are there as often on both sides hold; the others do not.
    fn as_sets(&mut self, source: &[Row], target: &[Row]) {
        let mut times: BTreeMap<Vec<String>, (u64, u64)> = BTreeMap::new();
        let text = |row: &Row| row.iter().map(group_text).collect();
        for row in source {
            times.entry(text(row)).or_default().0 += 1;
        }
        for row in target {
            times.entry(text(row)).or_default().1 += 1;
        }
        let what = format!("times that ({}) is there", self.columns.join(", "));
        for (row, (one, other)) in times {
            let number = |it: u64| Value::Integer(i128::from(it));
            let row = row.join(", ");
            let measured =
                groups::measured(&what, Some(&row), Some(&number(one)), Some(&number(other)), &Bound::default());
            self.tally.add(measured, self.examples);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(columns: &[&str], row: &[i128]) -> Reply {
        let rows = vec![row.iter().map(|it| Value::Integer(*it)).collect()];
        Reply { columns: columns.iter().map(|it| (*it).to_owned()).collect(), rows }
    }

    #[test]
    fn columns_are_matched_by_name() {
        let names = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let source = names(&["day", "day", "paid", "open"]);
        let found = in_order(&source, reply(&["day", "open", "day", "PAID"], &[1, 3, 1, 2]), 1).unwrap();
        assert_eq!(found.rows, [[1, 1, 2, 3].map(Value::Integer)]);
        for other in [&["day", "day", "paid", "due"][..], &["day", "day", "paid"], &["day", "day", "paid", "paid"]] {
            let error = in_order(&source, reply(other, &[1, 1, 2, 3]), 1).unwrap_err().to_string();
            assert!(error.contains("day, paid, open"), "{error}");
        }
        assert!(in_order(&names(&["count"]), reply(&["n"], &[1]), 0).is_ok());
    }
}
