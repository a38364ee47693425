//! Statements with typed parameters.

use std::ops::ControlFlow;

use database::{EngineKind, Session, Value};

use crate::Result;

/// A statement and the values of its parameters, in the order in which they stand in it.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) engine: EngineKind,
    pub(super) sql: String,
    pub(super) parameters: Vec<Value>,
}

impl Statement {
    pub(super) fn new(engine: EngineKind, sql: impl Into<String>) -> Self {
        Self { engine, sql: sql.into(), parameters: Vec::new() }
    }

    /// Appends SQL.
    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// The placeholder of a value of a type, to be put where the next placeholder stands in the text.
    pub(super) fn bind(&mut self, value: Value, type_name: &str) -> String {
        self.parameters.push(value);
        match self.engine {
            EngineKind::Postgres => format!("${}::{type_name}", self.parameters.len()),
            // Numbers that are not whole would be compared as floating point.
            EngineKind::MySql | EngineKind::MariaDb if type_name.starts_with("decimal") => {
                "CAST(? AS DECIMAL(65,30))".to_owned()
            }
            _ => "?".to_owned(),
        }
    }

    /// Runs it, a row at a time.
    pub(super) fn stream(
        &self,
        session: &mut Session,
        each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        session.stream(&self.sql, &self.parameters, each)
    }

    /// All its rows: for those that have few.
    pub(super) fn rows(&self, session: &mut Session) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        self.stream(session, &mut |row| {
            rows.push(row.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }
}
