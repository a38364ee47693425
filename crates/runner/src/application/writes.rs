//! What a version of the application writes.

use database::ErrorKind;
use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;

use super::Oracle;
use super::judge::{self, Fault};
use super::newcomers;
use super::session::{Application, Trouble};
use super::statements::{Insert, TableStatements, Update, parameters};
use crate::rows::fill;
use crate::rows::maker::{Naming, Row, Way};
use crate::sql::{self, Value};

/// Tries for one insert.
const TRIES: usize = 14;
/// A sequence has come to the end that its definition sets.
const SEQUENCE_EXHAUSTED: &str = "2200H";
/// A parameter was prepared for a type that the column no longer has.
const TYPE_MISMATCH: &str = "42804";
/// It is compared with one of another type.
const NO_OPERATOR: &str = "42883";
/// Rows that an update chooses from.
const ROWS: usize = 32;

impl Application<'_> {
    /// Prepares all inserts, updates and deletes; what cannot be prepared is trouble.
    pub(super) fn prepare_writes(&mut self, troubles: &mut Vec<Trouble>) -> Result<(), database::Error> {
        for table in &self.tables {
            let keys = table.key.len();
            let inserts = table.inserts.iter().map(|it| {
                let values = parameters(1, it.columns.len());
                (it.name.clone(), table.insert(Dialect::Postgres, &it.columns, &values))
            });
            let updates =
                table.updates.iter().map(|it| (it.name.clone(), table.update(&it.column, "$1", &parameters(2, keys))));
            let delete = (delete_name(&table.table), table.delete(&parameters(1, keys)));
            let all: Vec<_> = inserts.chain(updates).chain(table.deletes.then_some(delete)).collect();
            for (name, statement) in all {
                match self.session.prepare(&name, &statement) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::Unreachable => return Err(error),
                    Err(error) => troubles.push(Trouble::failure(&statement, &error)),
                }
            }
        }
        Ok(())
    }

    /// Inserts, updates and deletes in one table.
    pub(super) fn write(
        &mut self,
        table: &TableStatements,
        oracle: &mut Oracle,
        troubles: &mut Vec<Trouble>,
    ) -> Result<(), database::Error> {
        for insert in &table.inserts {
            troubles.extend(self.insert(table, insert, oracle)?);
        }
        for update in &table.updates {
            troubles.extend(self.update(table, update)?);
        }
        if table.deletes {
            troubles.extend(self.delete(table)?);
        }
        Ok(())
    }

    /// Inserts a row that does without the numbers that the engine gives, into every table that has such a column.
    pub(crate) fn insert_without_keys(&mut self, oracle: &mut Oracle) -> Result<Vec<Trouble>, database::Error> {
        let mut troubles = Vec::new();
        for table in self.tables.clone() {
            for insert in &table.inserts {
                troubles.extend(self.insert(&table, insert, oracle)?);
            }
        }
        Ok(troubles)
    }

    fn insert(
        &mut self,
        table: &TableStatements,
        insert: &Insert,
        oracle: &mut Oracle,
    ) -> Result<Option<Trouble>, database::Error> {
        let parents = match fill::parents(&mut self.session, &self.maker, &table.table) {
            Ok(parents) => parents,
            Err(error) if error.kind() == ErrorKind::Unreachable => return Err(error),
            Err(error) if error.kind() == ErrorKind::Permission => {
                return Ok(Some(Trouble::note("the SELECT of rows that a foreign key leads to", &error)));
            }
            Err(error) => return Ok(Some(Trouble::failure("the SELECT of rows that a foreign key leads to", &error))),
        };
        let (mut last, mut renewed, mut collided) = (None, None, false);
        for attempt in 0..TRIES {
            let way = match attempt {
                0..5 => Way::Alike,
                5..7 => Way::Plain,
                _ => Way::Wild,
            };
            let index = self.maker.chance(ROWS) + attempt;
            let Some(row) = self.maker.row(&table.table, way, insert.naming, index, &parents) else { break };
            let row: Row = insert.columns.iter().map(|column| (column.clone(), value_of(&row, column))).collect();
            let error = match self.execute_insert(table, insert, &row) {
                Ok(key) => {
                    self.inserted.extend(key.map(|key| (table.table.clone(), key)));
                    return Ok(renewed);
                }
                Err(error) => error,
            };
            let statement = fill::insert_statement(self.maker.dialect(), self.maker.target(&table.table), &row);
            if error.code() == Some(SEQUENCE_EXHAUSTED) {
                return Ok(Some(Trouble::note(&statement, &error)));
            }
            if renewed.is_none() && is_of_former_type(&error) {
                let text = table.insert(Dialect::Postgres, &insert.columns, &parameters(1, insert.columns.len()));
                renewed = Some(self.renewed(&insert.name, &text, &statement, &error));
                continue;
            }
            match judge::of_insert(&error, self.known(), &table.table, oracle, &statement)? {
                Fault::Schema => return Ok(Some(Trouble::failure(&statement, &error))),
                Fault::CachedPlan => return Ok(Some(self.again(table, insert, &row, &statement, &error))),
                fault @ (Fault::Chance | Fault::Values) => {
                    collided |= fault == Fault::Chance;
                    last = Some(Trouble::note(&statement, &error));
                }
            }
        }
        // That a row does not do with its defaults alone says nothing of the table.
        let telling = insert.naming != Naming::Required || table.inserts.len() == 1;
        let unwritten = Some(table.table.clone());
        let told = |trouble: Trouble| Trouble { unwritten, collided: collided || trouble.collided, ..trouble };
        Ok(last.filter(|_| telling).map(told))
    }

    /// Prepares an insert anew and runs it once more.
    fn again(
        &mut self,
        table: &TableStatements,
        insert: &Insert,
        row: &Row,
        statement: &str,
        error: &database::Error,
    ) -> Trouble {
        let text = table.insert(Dialect::Postgres, &insert.columns, &parameters(1, insert.columns.len()));
        let again = self.session.prepare(&insert.name, &text).and_then(|()| self.execute_insert(table, insert, row));
        Trouble {
            failure: again.is_err(),
            succeeded_when_prepared_again: again.is_ok(),
            ..Trouble::note(statement, error)
        }
    }

    /// The key of the row that was inserted, where the table has one.
    fn execute_insert(
        &mut self,
        table: &TableStatements,
        insert: &Insert,
        row: &Row,
    ) -> Result<Option<Vec<Value>>, database::Error> {
        let rows = if self.maker.dialect() == Dialect::Sqlite {
            let values: Vec<String> = row.iter().map(|(_, it)| sql::write(Dialect::Sqlite, it.as_deref())).collect();
            self.session.query(&table.insert(Dialect::Sqlite, &insert.columns, &values))?
        } else {
            let values: Vec<Option<&str>> = row.iter().map(|(_, it)| it.as_deref()).collect();
            self.session.execute_prepared_with(&insert.name, &values)?
        };
        Ok(rows.rows.into_iter().next().filter(|_| !table.key.is_empty()))
    }

    fn update(&mut self, table: &TableStatements, update: &Update) -> Result<Option<Trouble>, database::Error> {
        let Some(key) = self.any_key(table) else { return Ok(None) };
        let Some(value) = self.maker.value(&table.table, &update.column) else { return Ok(None) };
        let written = self.written(&key);
        let statement = table.update(&update.column, &sql::write(self.maker.dialect(), value.as_deref()), &written);
        let values: Vec<Option<&str>> = std::iter::once(&value).chain(&key).map(|it| it.as_deref()).collect();
        let text = table.update(&update.column, "$1", &parameters(2, table.key.len()));
        let (outcome, renewed) = self.change(&update.name, &text, &values, &statement);
        let Err(error) = outcome else {
            return Ok(self.lost(table, update, &value, &written, &statement).or(renewed));
        };
        match judge::of_change(&error, self.known(), &table.table)? {
            Fault::Chance => Ok(None),
            Fault::Schema if newcomers::are_in_the_way(&mut self.session, self.catalogue, &table.table, &error)? => {
                Ok(Some(Trouble::note(&statement, &error)))
            }
            Fault::Schema | Fault::CachedPlan => Ok(Some(Trouble::failure(&statement, &error))),
            // The value may not go with the row's others; writing what is there already always goes.
            Fault::Values => {
                let same = table.update(&update.column, &sql::quote(&update.column), &written);
                Ok(self.session.execute(&same).err().map(|error| Trouble::failure(&same, &error)))
            }
        }
    }

    /// Executes a prepared update or delete; one that was prepared for a type that is made anew is prepared again first.
    fn change(
        &mut self,
        name: &str,
        text: &str,
        values: &[Option<&str>],
        statement: &str,
    ) -> (Result<(), database::Error>, Option<Trouble>) {
        if self.maker.dialect() == Dialect::Sqlite {
            return (self.session.execute(statement), None);
        }
        match self.session.execute_prepared_with(name, values) {
            Err(error) if is_of_former_type(&error) => {
                let renewed = self.renewed(name, text, statement, &error);
                (self.session.execute_prepared_with(name, values).map(|_| ()), Some(renewed))
            }
            outcome => (outcome.map(|_| ()), None),
        }
    }

    /// Prepares a statement anew that `error` stopped.
    fn renewed(&mut self, name: &str, text: &str, statement: &str, error: &database::Error) -> Trouble {
        let again = self.session.prepare(name, text);
        Trouble {
            failure: again.is_err(),
            succeeded_when_prepared_again: again.is_ok(),
            ..Trouble::note(statement, error)
        }
    }

    /// Deletes a row that this version has inserted, and leaves one.
    fn delete(&mut self, table: &TableStatements) -> Result<Option<Trouble>, database::Error> {
        let mut own = self.inserted.iter().enumerate().filter(|(_, (name, _))| *name == table.table).map(|(at, _)| at);
        let (Some(oldest), Some(_)) = (own.next(), own.next()) else { return Ok(None) };
        let (_, key) = self.inserted.remove(oldest);
        let statement = table.delete(&self.written(&key));
        let values: Vec<Option<&str>> = key.iter().map(|it| it.as_deref()).collect();
        let text = table.delete(&parameters(1, table.key.len()));
        let (outcome, renewed) = self.change(&delete_name(&table.table), &text, &values, &statement);
        let Err(error) = outcome else { return Ok(renewed) };
        match judge::of_change(&error, self.known(), &table.table)? {
            Fault::Chance => Ok(None),
            Fault::Schema if newcomers::are_in_the_way(&mut self.session, self.catalogue, &table.table, &error)? => {
                Ok(Some(Trouble::note(&statement, &error)))
            }
            _ => Ok(Some(Trouble::failure(&statement, &error))),
        }
    }

    /// The key of some row.
    fn any_key(&mut self, table: &TableStatements) -> Option<Vec<Value>> {
        let columns = sql::list(&table.key);
        let query = format!("SELECT {columns} FROM {} ORDER BY {columns} LIMIT {ROWS}", table.target);
        // A table that cannot be read is told of by the statement that reads it.
        let mut keys = self.session.query(&query).ok()?.rows;
        keys.retain(|key| !self.avoided.contains(&(table.table.clone(), key.clone())));
        let at = self.maker.chance(keys.len());
        keys.get(at).cloned()
    }

    fn written(&self, key: &[Value]) -> Vec<String> {
        key.iter().map(|it| sql::write(self.maker.dialect(), it.as_deref())).collect()
    }
}

/// Whether a statement was prepared with a parameter of a type that has been made anew since.
pub(crate) fn is_of_former_type(error: &database::Error) -> bool {
    let names_workshop = || error.message().contains("migration_architect.");
    error.code() == Some(TYPE_MISMATCH) || (error.code() == Some(NO_OPERATOR) && names_workshop())
}

fn delete_name(table: &QualifiedName) -> String {
    format!("delete {table}")
}

fn value_of(row: &Row, column: &str) -> Value {
    row.iter().find(|(it, _)| it == column).and_then(|(_, value)| value.clone())
}
