//! A session on PostgreSQL.

mod array;
mod copy;
mod decode;
mod kind;
mod login;
mod numeric;
mod parameter;
mod plan;
mod snapshot;
mod text_parameter;
mod typed;
mod wire_value;

use std::collections::HashMap;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, SimpleQueryMessage, Statement};

use self::plan::Plan;
use self::text_parameter::TextParameter;
use self::wire_value::{WireValue, to_text};
use super::not_prepared;
use crate::interrupt::Cancel;
use crate::{Error, ErrorKind, Result, Rows};

pub(crate) struct PostgresSession {
    client: Client,
    prepared: HashMap<String, Statement>,
    /// What [`Self::plan`] has prepared, by the text of the statement.
    plans: HashMap<String, Plan>,
}

impl PostgresSession {
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let mut config = config.clone();
        if config.get_application_name().is_none() {
            config.application_name("migration-architect");
        }
        if config.get_password().is_none()
            && let Some(password) = login::password(&config)
        {
            config.password(password);
        }
        // Notices ("relation does not exist, skipping") are no concern of the caller's.
        config.notice_callback(|_| {});
        let client = config.connect(NoTls).map_err(unreachable)?;
        Ok(Self { client, prepared: HashMap::new(), plans: HashMap::new() })
    }

    pub(crate) fn cancel(&self) -> Cancel {
        Cancel::Postgres(self.client.cancel_token())
    }

    pub(crate) fn execute(&mut self, sql: &str) -> Result<()> {
        self.forget_where_defining(sql);
        Ok(self.client.batch_execute(sql)?)
    }

    pub(crate) fn query(&mut self, sql: &str) -> Result<Rows> {
        self.forget_where_defining(sql);
        let mut rows = Rows::default();
        for message in self.client.simple_query(sql)? {
            match message {
                SimpleQueryMessage::RowDescription(columns) => {
                    rows.columns = columns.iter().map(|column| column.name().to_owned()).collect();
                    rows.rows.clear();
                }
                SimpleQueryMessage::Row(row) => {
                    let values = (0..row.len()).map(|at| Ok(row.try_get(at)?.map(str::to_owned)));
                    rows.rows.push(values.collect::<Result<_>>()?);
                }
                SimpleQueryMessage::CommandComplete(affected) => rows.affected = affected,
                _ => {}
            }
        }
        Ok(rows)
    }

    pub(crate) fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(name.to_owned(), statement);
        Ok(())
    }

    pub(crate) fn execute_prepared(&mut self, name: &str, parameters: &[Option<&str>]) -> Result<Rows> {
        let statement = self.prepared.get(name).ok_or_else(|| not_prepared(name))?;
        if statement.params().len() != parameters.len() {
            return Err(Error::new(
                ErrorKind::InvalidValue,
                format!("statement `{name}` has {} parameters, got {}", statement.params().len(), parameters.len()),
            ));
        }
        let parameters: Vec<_> = parameters.iter().map(|value| TextParameter(*value)).collect();
        let mut result =
            self.client.query_raw(statement, parameters.iter().map(|value| value as &(dyn ToSql + Sync)))?;
        let mut rows = Rows {
            columns: statement.columns().iter().map(|column| column.name().to_owned()).collect(),
            ..Rows::default()
        };
        while let Some(row) = result.next()? {
            let values = row.columns().iter().enumerate().map(|(at, column)| {
                let value = row.try_get::<_, Option<WireValue>>(at)?;
                Ok(value.map(|value| to_text(column.type_(), value.0)))
            });
            rows.rows.push(values.collect::<Result<_>>()?);
        }
        rows.affected = result.rows_affected().unwrap_or_default();
        Ok(rows)
    }
}

/// Whatever prevents a connection, the engine is out of reach.
fn unreachable(error: postgres::Error) -> Error {
    let error = Error::from(error);
    match error.kind() {
        ErrorKind::Unreachable => error,
        _ => Error::new(ErrorKind::Unreachable, error.to_string()),
    }
}
