//! Fills the tables of a scratch database.

use std::collections::BTreeMap;

use database::Session;
use schema_diff::Dialect;
use schema_diff::catalogue::{ForeignKey, QualifiedName, Table};

use super::maker::{COMMON_FORMS, Maker, Naming, Parents, Row, Way};
use super::{circle, keys};
use crate::sql::{self, Value};

/// A table that stayed empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfilled {
    /// The table.
    pub(crate) table: QualifiedName,
    /// What the engine said to the last try.
    pub(crate) reason: String,
}

/// Tries for a row of a table that has some, and for the first one.
const TRIES: usize = 16;
const TRIES_FOR_FIRST: usize = 80;
/// Rows given up before the table is.
const ROWS_GIVEN_UP: usize = 3;
/// Rows that a foreign key chooses from.
const PARENTS: usize = 64;

/// Puts `rows` rows into every table that `maker` knows, in one transaction; the tables that stayed empty are returned.
pub(crate) fn fill(
    session: &mut Session,
    maker: &mut Maker,
    order: &[QualifiedName],
    rows: usize,
) -> Result<Vec<Unfilled>, database::Error> {
    session.begin()?;
    if maker.dialect() == Dialect::Postgres {
        session.execute("SET CONSTRAINTS ALL IMMEDIATE")?;
    }
    let mut unfilled = Vec::new();
    for table in order {
        if let Some(reason) = fill_table(session, maker, table, rows)? {
            unfilled.push(Unfilled { table: table.clone(), reason });
        }
    }
    let stuck: Vec<QualifiedName> = unfilled.iter().map(|it| it.table.clone()).collect();
    if circle::begin(session, maker, &stuck)? {
        unfilled.clear();
        for table in &stuck {
            if let Some(reason) = fill_table(session, maker, table, rows)? {
                unfilled.push(Unfilled { table: table.clone(), reason });
            }
        }
    }
    session.commit()?;
    Ok(unfilled)
}

/// Fills one table; what the engine said where it stayed empty.
fn fill_table(
    session: &mut Session,
    maker: &mut Maker,
    name: &QualifiedName,
    rows: usize,
) -> Result<Option<String>, database::Error> {
    let mut parents = parents(session, maker, name)?;
    let refers_to_itself =
        maker.table(name).is_some_and(|table| keys::foreign_keys(table).any(|key| key.references == *name));
    let (mut done, mut given_up, mut reason) = (0, 0, String::new());
    // Where a row may be led to once, some are left for the application to lead to.
    let leads_once = maker.table(name).is_some_and(|table| {
        keys::foreign_keys(table)
            .any(|key| keys::unique_keys(table).iter().any(|it| it.iter().all(|it| key.columns.contains(it))))
    });
    let rows = if leads_once { rows - rows / 3 } else { rows };
    for index in 0..rows {
        let tries = if done == 0 { TRIES_FOR_FIRST } else { TRIES };
        match insert_one(session, maker, name, (index, tries), &parents)? {
            Ok(()) => done += 1,
            Err(refusal) => {
                reason = refusal;
                given_up += 1;
                if done == 0 || given_up >= ROWS_GIVEN_UP {
                    break;
                }
            }
        }
        if refers_to_itself && index < 4 {
            parents = self::parents(session, maker, name)?;
        }
    }
    // A trigger of another table may have filled it.
    // Partitions share their numbers: where these have run out, the rows of the others have to do.
    let exhausted = reason.contains("reached maximum value of sequence");
    let place = if exhausted { maker.target(name).clone() } else { name.clone() };
    let mut is_empty = || -> Result<bool, database::Error> {
        let any = session.query(&format!("SELECT 1 FROM {} LIMIT 1", sql::relation(&place)))?;
        Ok(any.rows.is_empty())
    };
    Ok(if done == 0 && rows > 0 && is_empty()? { Some(reason) } else { None })
}

fn insert_one(
    session: &mut Session,
    maker: &mut Maker,
    name: &QualifiedName,
    (index, tries): (usize, usize),
    parents: &[Parents],
) -> Result<Result<(), String>, database::Error> {
    let mut reason = "no row could be made".to_owned();
    for attempt in 0..tries {
        let way = match attempt {
            0 => Way::Edges,
            1 => Way::Plain,
            _ if tries > TRIES && attempt < COMMON_FORMS.len() + 2 => Way::Form(attempt - 2),
            _ if attempt % 3 == 0 => Way::Alike,
            _ => Way::Wild,
        };
        // A table whose rows are all alike still gets the edges one by one, on top of a row that was accepted.
        let Some(row) = maker.row(name, way, Naming::All, index + attempt / TRIES, parents) else { break };
        let insert = insert_statement(maker.dialect(), maker.target(name), &row);
        match session.execute(&format!("SAVEPOINT row; {insert}; RELEASE SAVEPOINT row")) {
            Ok(()) => {
                maker.accept(name, row);
                return Ok(Ok(()));
            }
            Err(error) if error.kind() == database::ErrorKind::Unreachable => return Err(error),
            Err(error) => {
                session.execute("ROLLBACK TO SAVEPOINT row; RELEASE SAVEPOINT row")?;
                error.message().clone_into(&mut reason);
            }
        }
    }
    Ok(Err(reason))
}

/// `INSERT` of `row`, without a final semicolon.
pub(crate) fn insert_statement(dialect: Dialect, name: &QualifiedName, row: &Row) -> String {
    if row.is_empty() {
        return format!("INSERT INTO {} DEFAULT VALUES", sql::relation(name));
    }
    let columns = sql::list(row.iter().map(|(column, _)| column));
    let values: Vec<String> = row.iter().map(|(_, value)| sql::write(dialect, value.as_deref())).collect();
    format!("INSERT INTO {} ({columns}) VALUES ({})", sql::relation(name), values.join(", "))
}

/// Rows that each foreign key of `name` may lead to, in the order of the keys.
pub(crate) fn parents(
    session: &mut Session,
    maker: &Maker,
    name: &QualifiedName,
) -> Result<Vec<Parents>, database::Error> {
    let Some(table) = maker.table(name) else { return Ok(Vec::new()) };
    let mut seen: BTreeMap<String, Vec<Vec<Value>>> = BTreeMap::new();
    let mut all = Vec::new();
    for key in keys::foreign_keys(table) {
        // SQLite accepts a key that leads to a table that is not there, though no row that uses it.
        if key.referenced_columns.is_empty() || maker.table(&key.references).is_none() {
            all.push(Vec::new());
            continue;
        }
        let whole = maker.table(&key.references).is_some_and(|it| it.partition_by.is_some());
        let query = query_of_parents(name, table, key, !whole && maker.dialect() == Dialect::Postgres);
        if !seen.contains_key(&query) {
            let rows = session.query(&query)?.rows;
            seen.insert(query.clone(), rows);
        }
        all.push(seen.get(&query).cloned().unwrap_or_default());
    }
    Ok(all)
}

/// The rows that `key` of `name` may lead to; where each may be led to once, only those that are free.
fn query_of_parents(name: &QualifiedName, table: &Table, key: &ForeignKey, only: bool) -> String {
    let columns = sql::list(&key.referenced_columns);
    let mut conditions: Vec<String> =
        key.referenced_columns.iter().map(|it| format!("p.{} IS NOT NULL", sql::quote(it))).collect();
    let once = keys::unique_keys(table).iter().any(|unique| unique.iter().all(|it| key.columns.contains(it)));
    if once && key.references != *name {
        let pairs = key.columns.iter().zip(&key.referenced_columns);
        let equal: Vec<String> =
            pairs.map(|(own, theirs)| format!("c.{} = p.{}", sql::quote(own), sql::quote(theirs))).collect();
        let taken = format!("SELECT 1 FROM {} c WHERE {}", sql::relation(name), equal.join(" AND "));
        conditions.push(format!("NOT EXISTS ({taken})"));
    }
    format!(
        "SELECT {columns} FROM {}{} p WHERE {} ORDER BY {columns} LIMIT {PARENTS}",
        if only { "ONLY " } else { "" },
        sql::relation(&key.references),
        conditions.join(" AND "),
    )
}
