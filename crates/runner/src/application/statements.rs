//! The statements of a version of the application: those given, or some for every table and view of its schema.

use database::{ErrorKind, Session};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, DefinitionKind, QualifiedName, Table};

use super::reach::Reach;
use crate::rows::keys;
use crate::rows::maker::Naming;
use crate::rows::partitions;
use crate::sql;

/// Errors about a published table whose changed rows cannot be told: no replica identity, or not enough of it.
const NOT_PUBLISHABLE: [&str; 2] = ["55000", "42P10"];

/// A statement that stays prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    /// Under which name.
    pub(crate) name: String,
    /// Its text.
    pub(crate) sql: String,
    /// The table or view that it is about; none for statements that were given.
    pub(crate) relation: Option<QualifiedName>,
}

/// An `INSERT` that stays prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Insert {
    /// Under which name.
    pub(crate) name: String,
    /// Its columns, the parameters in order.
    pub(crate) columns: Vec<String>,
    /// Which columns it names.
    pub(crate) naming: Naming,
}

/// An `UPDATE` of one column that stays prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Update {
    /// Under which name.
    pub(crate) name: String,
    /// The column.
    pub(crate) column: String,
}

/// What a version does to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableStatements {
    /// The table.
    pub(crate) table: QualifiedName,
    /// What its statements call it; rows of a partition are written to the table at the top.
    pub(crate) target: String,
    /// Columns that tell its rows apart; empty where none do.
    pub(crate) key: Vec<String>,
    /// Inserts.
    pub(crate) inserts: Vec<Insert>,
    /// Updates by key.
    pub(crate) updates: Vec<Update>,
    /// Whether it deletes by key.
    pub(crate) deletes: bool,
}

/// `SELECT` of every column, by name, of every table and view.
pub(crate) fn selects(catalogue: &Catalogue, reach: &Reach) -> Vec<Prepared> {
    let tables = catalogue
        .tables
        .iter()
        .map(|(name, table)| (name, table.columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>()));
    let views = catalogue
        .views
        .iter()
        .map(|(name, view)| (name, view.columns.iter().flatten().map(|it| it.name.clone()).collect::<Vec<_>>()));
    tables
        .chain(views)
        .enumerate()
        .map(|(at, (name, columns))| {
            let list = if columns.is_empty() { "1".to_owned() } else { sql::list(&columns) };
            Prepared {
                name: format!("select {at}"),
                sql: format!("SELECT {list} FROM {}", reach.relation(name)),
                relation: Some(name.clone()),
            }
        })
        .collect()
}

/// Of statements that were given, those that only read.
pub(crate) fn reads_given(given: &[String]) -> Vec<Prepared> {
    let reads = |sql: &&String| sql.split_whitespace().next().is_some_and(|it| it.eq_ignore_ascii_case("SELECT"));
    let prepared =
        |(at, sql): (usize, &String)| Prepared { name: format!("given {at}"), sql: sql.clone(), relation: None };
    given.iter().filter(reads).enumerate().map(prepared).collect()
}

/// What a version does to each of its tables, parents first.
pub(crate) fn tables(catalogue: &Catalogue, reach: &Reach) -> Vec<TableStatements> {
    let order = keys::parents_first(catalogue);
    let tables = partitions::holding_rows(catalogue);
    let known = order.iter().filter(|name| reach.includes(name)).filter_map(|name| Some((name, tables.get(name)?)));
    let statements = known.map(|(name, table)| {
        let mut statements = of_table(catalogue, reach, name, table);
        if answers_instead(catalogue, name) || answers_instead(catalogue, catalogue.partition_root(name)) {
            statements.key.clear();
            statements.updates.clear();
            statements.deletes = false;
        }
        statements
    });
    statements.collect()
}

/// Whether a rule answers statements on the table, which then give back no key (PostgreSQL manual, CREATE RULE).
fn answers_instead(catalogue: &Catalogue, table: &QualifiedName) -> bool {
    let mut rules = catalogue.definitions.iter().filter(|(id, _)| id.kind == DefinitionKind::Rule);
    rules.any(|(id, rule)| id.relation.as_ref() == Some(table) && rule.mentions("instead"))
}

fn of_table(catalogue: &Catalogue, reach: &Reach, name: &QualifiedName, table: &Table) -> TableStatements {
    let dialect = catalogue.dialect;
    let fitting = partitions::fitting(catalogue, table);
    let told: Vec<&String> = fitting.iter().flatten().map(|(column, _)| column).collect();
    let writable = |column: &&Column| keys::is_writable(column) && !keys::is_automatic(dialect, table, column);
    let all: Vec<String> = table.columns.iter().filter(writable).map(|it| it.name.clone()).collect();
    let required: Vec<String> = table
        .columns
        .iter()
        .filter(|it| writable(it) && (told.contains(&&it.name) || it.not_null && it.default.is_none()))
        .map(|it| it.name.clone())
        .collect();
    let insert = |naming, columns: Vec<String>| Insert { name: format!("insert {naming:?} {name}"), columns, naming };
    // The row with a value in every column comes last: of two rows inserted the older is deleted.
    let mut inserts = Vec::new();
    if required != all {
        inserts.push(insert(Naming::Required, required));
    }
    inserts.push(insert(Naming::NotAutomatic, all.clone()));
    let unique = keys::unique_keys(table).concat();
    let foreign: Vec<&String> = keys::foreign_keys(table).flat_map(|key| &key.columns).collect();
    let free = |column: &&String| !unique.contains(column) && !foreign.contains(column) && !told.contains(column);
    // What comes stands last, as a rule: the first and the last column are updated.
    let mut updated: Vec<&String> = all.iter().filter(free).collect();
    if updated.len() > 2 {
        let last = updated.len() - 1;
        let mut at = 0..;
        updated.retain(|column| at.next().is_some_and(|at| at == 0 || at == last) || reach.is_followed(name, column));
    }
    let update = |column: &String| Update { name: format!("update {column} of {name}"), column: column.clone() };
    let key = keys::row_key(table).unwrap_or_default();
    let updates = if key.is_empty() { Vec::new() } else { updated.into_iter().map(update).collect() };
    let target = reach.relation(catalogue.partition_root(name));
    TableStatements { table: name.clone(), target, deletes: !key.is_empty(), key, inserts, updates }
}

impl TableStatements {
    /// Text of an insert with `values` for its columns, giving back the key as text.
    pub(crate) fn insert(&self, dialect: Dialect, columns: &[String], values: &[String]) -> String {
        let target = &self.target;
        let what = if columns.is_empty() {
            "DEFAULT VALUES".to_owned()
        } else {
            format!("({}) VALUES ({})", sql::list(columns), values.join(", "))
        };
        let as_text = |it: &String| match dialect {
            Dialect::Sqlite => sql::quote(it),
            _ => format!("{}::text", sql::quote(it)),
        };
        let key: Vec<String> = self.key.iter().map(as_text).collect();
        let returning = if key.is_empty() { String::new() } else { format!(" RETURNING {}", key.join(", ")) };
        format!("INSERT INTO {target} {what}{returning}")
    }

    /// Leaves out the changes that the version's own schema refuses whatever the row: a publication may have the table
    /// without a replica identity for them.
    pub(crate) fn leave_out_refused(&mut self, session: &mut Session) -> Result<(), database::Error> {
        let Some(column) = self.updates.first().map(|it| sql::quote(&it.column)) else { return Ok(()) };
        let target = &self.target;
        let mut refuses = |statement: String| match session.query(&statement) {
            Err(error) if error.kind() == ErrorKind::Unreachable => Err(error),
            outcome => Ok(outcome.is_err_and(|error| error.code().is_some_and(|it| NOT_PUBLISHABLE.contains(&it)))),
        };
        if refuses(format!("UPDATE {target} SET {column} = {column} WHERE false"))? {
            self.updates.clear();
        }
        self.deletes &= !refuses(format!("DELETE FROM {target} WHERE false"))?;
        Ok(())
    }

    /// Text of an update of `column` to `value` where the key has `values`.
    pub(crate) fn update(&self, column: &str, value: &str, values: &[String]) -> String {
        let target = &self.target;
        format!("UPDATE {target} SET {} = {value} WHERE {}", sql::quote(column), self.condition(values))
    }

    /// Text of a delete where the key has `values`.
    pub(crate) fn delete(&self, values: &[String]) -> String {
        format!("DELETE FROM {} WHERE {}", self.target, self.condition(values))
    }

    /// Whether the row whose key has `values` is this one.
    pub(crate) fn condition(&self, values: &[String]) -> String {
        let equal = |(column, value): (&String, &String)| format!("{} = {value}", sql::quote(column));
        self.key.iter().zip(values).map(equal).collect::<Vec<_>>().join(" AND ")
    }
}

/// `$from`, `$from+1`, …: as many as there are columns.
pub(crate) fn parameters(from: usize, count: usize) -> Vec<String> {
    (from..from.saturating_add(count)).map(|at| format!("${at}")).collect()
}

/// How many parameters a statement that was given has: the highest `$n`, or the number of `?`, outside literals.
pub(crate) fn count_parameters(sql: &str) -> usize {
    let mut highest = 0;
    let mut anonymous = 0;
    let mut quoted = None;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match (quoted, character) {
            (Some(quote), _) => quoted = (character != quote).then_some(quote),
            (None, '\'' | '"') => quoted = Some(character),
            (None, '?') => anonymous += 1,
            (None, '$') => {
                let mut number = 0_usize;
                while let Some(digit) = characters.peek().and_then(|it| it.to_digit(10)) {
                    number = number.saturating_mul(10).saturating_add(digit as usize);
                    characters.next();
                }
                highest = highest.max(number);
            }
            _ => {}
        }
    }
    if highest > 0 { highest.min(64) } else { anonymous }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_counted_outside_literals() {
        assert_eq!(count_parameters("SELECT $2, '$9', $1"), 2);
        assert_eq!(count_parameters("SELECT ?, '?', ?"), 2);
        assert_eq!(count_parameters("SELECT 1"), 0);
    }
}
