//! Tables that refer to each other in a circle in which no column may be NULL.

use std::collections::BTreeMap;

use database::Session;
use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;

use super::fill::{insert_statement, parents};
use super::keys;
use super::maker::{Maker, Naming, Row, Way};

/// Tries for the first rows of a circle.
const TRIES: usize = 40;

/// Puts one row into each of `tables` at once, each knowing the others' keys beforehand; whether that worked.
pub(crate) fn begin(
    session: &mut Session,
    maker: &mut Maker,
    tables: &[QualifiedName],
) -> Result<bool, database::Error> {
    let circular: Vec<QualifiedName> = tables.iter().filter(|it| refers_to(maker, it, tables)).cloned().collect();
    if circular.is_empty() {
        return Ok(false);
    }
    let mut begun = false;
    for attempt in 0..TRIES {
        let way = if attempt == 0 { Way::Plain } else { Way::Wild };
        let Some(rows) = rows(session, maker, &circular, way, attempt)? else { break };
        let targets: Vec<_> = rows.into_iter().map(|(name, row)| (maker.target(&name).clone(), row)).collect();
        let statement = at_once(maker.dialect(), &targets);
        let check =
            if maker.dialect() == Dialect::Sqlite { "PRAGMA foreign_key_check" } else { "SELECT 1 WHERE false" };
        session.execute("SAVEPOINT circle")?;
        if session.execute(&statement).is_ok() && session.query(check)?.is_empty() {
            session.execute("RELEASE SAVEPOINT circle")?;
            begun = true;
            break;
        }
        session.execute("ROLLBACK TO SAVEPOINT circle; RELEASE SAVEPOINT circle")?;
    }
    for name in &circular {
        maker.force(name, Row::new());
    }
    Ok(begun)
}

fn refers_to(maker: &Maker, name: &QualifiedName, tables: &[QualifiedName]) -> bool {
    maker.table(name).is_some_and(|table| keys::foreign_keys(table).any(|key| tables.contains(&key.references)))
}

/// A row for each table whose foreign keys lead to the rows made for the others.
fn rows(
    session: &mut Session,
    maker: &mut Maker,
    tables: &[QualifiedName],
    way: Way,
    attempt: usize,
) -> Result<Option<Vec<(QualifiedName, Row)>>, database::Error> {
    let known = foresee(maker, tables);
    for (name, values) in &known {
        maker.force(name, values.clone());
    }
    let mut rows = Vec::new();
    for name in tables {
        let mut parents = parents(session, maker, name)?;
        let keys: Vec<_> = maker.table(name).into_iter().flat_map(keys::foreign_keys).cloned().collect();
        for (key, parents) in keys.iter().zip(&mut parents) {
            if let Some(values) = known.get(&key.references) {
                let value = |column: &String| values.iter().find(|(it, _)| it == column).and_then(|(_, it)| it.clone());
                *parents = vec![key.referenced_columns.iter().map(value).collect()];
            }
        }
        let Some(row) = maker.row(name, way, Naming::NotAutomatic, attempt, &parents) else { return Ok(None) };
        rows.push((name.clone(), row));
    }
    Ok(Some(rows))
}

/// Values for the columns that the tables refer to in each other.
fn foresee(maker: &mut Maker, tables: &[QualifiedName]) -> BTreeMap<QualifiedName, Row> {
    let mut known: BTreeMap<QualifiedName, Row> = BTreeMap::new();
    for name in tables {
        let keys: Vec<_> = maker.table(name).into_iter().flat_map(keys::foreign_keys).cloned().collect();
        for key in keys.into_iter().filter(|it| tables.contains(&it.references)) {
            let row = known.entry(key.references.clone()).or_default();
            for column in key.referenced_columns {
                if !row.iter().any(|(it, _)| *it == column) {
                    let value = maker.fresh(&key.references, &column).flatten();
                    row.push((column, value));
                }
            }
        }
    }
    known
}

/// All inserts in one go: PostgreSQL checks foreign keys at the end of a statement, SQLite when it is told to wait.
fn at_once(dialect: Dialect, rows: &[(QualifiedName, Row)]) -> String {
    let inserts: Vec<String> = rows.iter().map(|(name, row)| insert_statement(dialect, name, row)).collect();
    if dialect == Dialect::Sqlite {
        return format!("PRAGMA defer_foreign_keys = ON; {}", inserts.join("; "));
    }
    let (last, others) = inserts.split_last().map(|(last, others)| (last.clone(), others)).unwrap_or_default();
    if others.is_empty() {
        return last;
    }
    let others: Vec<String> = others.iter().enumerate().map(|(at, it)| format!("row{at} AS ({it})")).collect();
    format!("WITH {} {last}", others.join(", "))
}
