//! Typed rows and parameters.

use std::ops::ControlFlow;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;

use super::PostgresSession;
use super::parameter::Parameter;
use super::plan::Plan;
use super::wire_value::WireValue;
use crate::{Error, ErrorKind, Result, Value};

/// How many statements stay prepared; what a comparison runs again and again is far less.
const PLANS: usize = 64;

impl PostgresSession {
    pub(crate) fn stream(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>,
    ) -> Result<()> {
        let plan = self.plan(sql, parameters.len())?;
        let parameters: Vec<_> = parameters.iter().map(Parameter).collect();
        let outcome = self.rows(&plan, &parameters, each);
        self.forget_where_failed(sql, outcome)
    }

    pub(crate) fn execute_with(&mut self, sql: &str, parameters: &[Value]) -> Result<u64> {
        let plan = self.plan(sql, parameters.len())?;
        let parameters: Vec<_> = parameters.iter().map(Parameter).collect();
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|it| it as _).collect();
        let outcome = self.client.execute(&plan.statement, &parameters).map_err(Error::from);
        self.forget_where_failed(sql, outcome)
    }

    fn rows(
        &mut self,
        plan: &Plan,
        parameters: &[Parameter<'_>],
        each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>,
    ) -> Result<()> {
        let parameters = parameters.iter().map(|it| it as &(dyn ToSql + Sync));
        let mut rows = self.client.query_raw(&plan.statement, parameters)?;
        let mut values = vec![Value::Null; plan.decoders.len()];
        while let Some(row) = rows.next()? {
            for (at, (decoder, value)) in plan.decoders.iter().zip(&mut values).enumerate() {
                match row.try_get::<_, Option<WireValue<'_>>>(at)? {
                    Some(raw) => decoder.decode(raw.0, value)?,
                    None => *value = Value::Null,
                }
            }
            if each(&values).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The statement, prepared now or earlier.
    pub(super) fn plan(&mut self, sql: &str, parameters: usize) -> Result<Plan> {
        let plan = match self.plans.get(sql) {
            Some(plan) => plan.clone(),
            None => self.prepare_plan(sql)?,
        };
        let expected = plan.statement.params().len();
        if expected == parameters {
            return Ok(plan);
        }
        Err(Error::new(ErrorKind::InvalidValue, format!("the statement has {expected} parameters, got {parameters}")))
    }

    fn prepare_plan(&mut self, sql: &str) -> Result<Plan> {
        let plan = Plan::prepare(&mut self.client, sql)?;
        if self.plans.len() >= PLANS {
            self.plans.clear();
        }
        self.plans.insert(sql.to_owned(), plan.clone());
        Ok(plan)
    }

    /// A definition may make something else of what the statements name.
    pub(super) fn forget_where_defining(&mut self, sql: &str) {
        const DEFINING: [&str; 4] = ["create", "alter", "drop", "search_path"];
        if !self.plans.is_empty() {
            let sql = sql.to_ascii_lowercase();
            if DEFINING.iter().any(|word| sql.contains(word)) {
                self.plans.clear();
            }
        }
    }

    /// What it names may have become something else: the next time it is prepared anew.
    pub(super) fn forget_where_failed<T>(&mut self, sql: &str, outcome: Result<T>) -> Result<T> {
        if outcome.is_err() {
            self.plans.remove(sql);
        }
        outcome
    }
}
