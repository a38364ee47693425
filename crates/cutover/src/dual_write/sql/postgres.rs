//! Connections and transactions of `postgres`.

use postgres::types::{FromSql, ToSql, Type};

use super::{Connection, Dialect, Value};
use crate::Error;

impl<'r> FromSql<'r> for Value {
    fn from_sql(of: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match *of {
            Type::INT8 => i64::from_sql(of, raw).map(Self::Integer),
            Type::BOOL => bool::from_sql(of, raw).map(|it| Self::Integer(i64::from(it))),
            Type::BYTEA => Vec::from_sql(of, raw).map(Self::Bytes),
            _ => String::from_sql(of, raw).map(Self::Text),
        }
    }

    fn accepts(of: &Type) -> bool {
        [Type::INT8, Type::BOOL, Type::TEXT, Type::BYTEA].contains(of)
    }
}

impl Connection for postgres::Client {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    /// False: a transaction that was begun by a statement is not seen. `Client::transaction` makes one that is.
    fn in_transaction(&self) -> bool {
        false
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        self.execute(statement, &parameters(values)).map_err(|fault| told(&fault))
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        self.query(statement, &parameters(values)).map_err(|fault| told(&fault))?.iter().map(row).collect()
    }
}

impl Connection for postgres::Transaction<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn in_transaction(&self) -> bool {
        true
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        self.execute(statement, &parameters(values)).map_err(|fault| told(&fault))
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        self.query(statement, &parameters(values)).map_err(|fault| told(&fault))?.iter().map(row).collect()
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(parameter).collect()
}

fn parameter(value: &Value) -> &(dyn ToSql + Sync) {
    match value {
        Value::Integer(number) => number,
        Value::Text(text) => text,
        Value::Bytes(bytes) => bytes,
    }
}

fn row(row: &postgres::Row) -> Result<Vec<Option<Value>>, Error> {
    (0..row.len()).map(|column| row.try_get(column).map_err(|fault| told(&fault))).collect()
}

/// What the server said, which the driver's own words leave out.
fn told(fault: &postgres::Error) -> Error {
    fault.as_db_error().map_or_else(|| Error::storage(fault), |it| Error::storage(it.message()))
}
