//! A session on MySQL or MariaDB.

mod decode;
mod parameter;
mod snapshot;
mod typed;

use std::collections::HashMap;
use std::time::Duration;

use mysql::prelude::{Protocol, Queryable};
use mysql::{Conn, Opts, OptsBuilder, QueryResult, Statement, Value as Sent};

use super::not_prepared;
use crate::interrupt::Cancel;
use crate::url::MySqlAddress;
use crate::{EngineKind, Error, ErrorKind, Result, Rows};

/// What the meaning of statements and the texts of values depend on. Strict, so that nothing is stored that is not what was sent;
/// but what is stored already (days that are not in the calendar, the number 0 in a numbered column) can be written again.
const SETTINGS: &str = "SET NAMES utf8mb4, time_zone = '+00:00', \
     sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO'";

pub(crate) struct MySqlSession {
    connection: Conn,
    options: Opts,
    prepared: HashMap<String, Statement>,
    kind: EngineKind,
    version: String,
}

impl MySqlSession {
    pub(crate) fn open(address: &MySqlAddress) -> Result<Self> {
        let mut options = OptsBuilder::from_opts(address.options.clone());
        if address.options.get_pass().is_none() {
            options = options.pass(std::env::var("MYSQL_PWD").ok());
        }
        let options = Opts::from(options);
        let mut connection = Conn::new(options.clone()).map_err(unreachable)?;
        let version: Option<String> = connection.query_first("SELECT version()")?;
        let version = version.unwrap_or_default();
        connection.query_drop(SETTINGS)?;
        // The URL need not say which of the two it is: the server does.
        let kind = if version.contains("MariaDB") { EngineKind::MariaDb } else { EngineKind::MySql };
        let version = version.split('-').next().unwrap_or_default().to_owned();
        if kind == EngineKind::MySql {
            // Numbers of rows are kept for a day otherwise. Versions before 8 know neither the setting nor the keeping.
            let _ = connection.query_drop("SET information_schema_stats_expiry = 0");
        }
        Ok(Self { connection, options, prepared: HashMap::new(), kind, version })
    }

    pub(crate) fn cancel(&self) -> Cancel {
        Cancel::MySql(Box::new(self.options.clone()), self.connection.connection_id())
    }

    pub(crate) fn kind(&self) -> EngineKind {
        self.kind
    }

    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn connection_id(&self) -> Option<i32> {
        i32::try_from(self.connection.connection_id()).ok()
    }

    pub(crate) fn execute(&mut self, sql: &str) -> Result<()> {
        self.query(sql).map(|_| ())
    }

    pub(crate) fn query(&mut self, sql: &str) -> Result<Rows> {
        collect(self.connection.query_iter(sql)?)
    }

    pub(crate) fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        let statement = self.connection.prep(sql)?;
        self.prepared.insert(name.to_owned(), statement);
        Ok(())
    }

    pub(crate) fn execute_prepared(&mut self, name: &str, parameters: &[Option<&str>]) -> Result<Rows> {
        let statement = self.prepared.get(name).ok_or_else(|| not_prepared(name))?;
        let sent = |value: Option<&str>| value.map_or(Sent::NULL, |text| Sent::Bytes(text.as_bytes().to_vec()));
        let parameters: Vec<Sent> = parameters.iter().copied().map(sent).collect();
        expect(statement, parameters.len())?;
        collect(self.connection.exec_iter(statement, positional(parameters))?)
    }

    pub(crate) fn set_lock_timeout(&mut self, timeout: Duration) -> Result<()> {
        // The least that both take.
        let seconds = timeout.as_secs().max(1);
        self.execute(&format!("SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"))
    }
}

/// No parameters are another thing than an empty list of them.
fn positional(parameters: Vec<Sent>) -> mysql::Params {
    if parameters.is_empty() { mysql::Params::Empty } else { mysql::Params::Positional(parameters) }
}

fn expect(statement: &Statement, got: usize) -> Result<()> {
    let expected = usize::from(statement.num_params());
    if expected == got {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidValue, format!("the statement has {expected} parameters, got {got}")))
}

/// The rows of the last result that has any, as text.
fn collect<T: Protocol>(mut result: QueryResult<'_, '_, '_, T>) -> Result<Rows> {
    let mut rows = Rows::default();
    while let Some(set) = result.iter() {
        let columns: Vec<String> = set.columns().as_ref().iter().map(|it| it.name_str().into_owned()).collect();
        let affected = set.affected_rows();
        let mut values = Vec::new();
        for row in set {
            values.push(row?.unwrap_raw().into_iter().map(|it| it.and_then(text)).collect());
        }
        if !columns.is_empty() {
            rows = Rows { columns, affected: values.len() as u64, rows: values, ..Rows::default() };
        } else if rows.columns.is_empty() {
            rows.affected = affected;
        }
    }
    Ok(rows)
}

/// A value as text; none for NULL.
fn text(value: Sent) -> Option<String> {
    match value {
        Sent::NULL => None,
        Sent::Bytes(bytes) => Some(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
        other => Some(other.as_sql(true).trim_matches('\'').to_owned()),
    }
}

/// Whatever prevents a connection, the engine is out of reach.
fn unreachable(error: mysql::Error) -> Error {
    let error = Error::from(error);
    match error.kind() {
        ErrorKind::Unreachable => error,
        _ => Error::new(ErrorKind::Unreachable, error.to_string()),
    }
}
