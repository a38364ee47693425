//! Typed rows and parameters.

use std::ops::ControlFlow;

use mysql::prelude::Queryable;

use super::decode::{decode, kind_of};
use super::{MySqlSession, expect, parameter, positional};
use crate::{Result, Value, ValueKind};

impl MySqlSession {
    pub(crate) fn stream(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>,
    ) -> Result<()> {
        let statement = self.connection.prep(sql)?;
        expect(&statement, parameters.len())?;
        let parameters = positional(parameters.iter().map(parameter::sent).collect());
        let result = self.connection.exec_iter(&statement, parameters)?;
        let columns = result.columns().as_ref().to_vec();
        let mut values = Vec::with_capacity(columns.len());
        for row in result {
            values.clear();
            let sent = row?.unwrap_raw().into_iter().map(|it| it.unwrap_or(mysql::Value::NULL));
            values.extend(columns.iter().zip(sent).map(|(column, value)| decode(column, value)));
            if each(&values).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute_with(&mut self, sql: &str, parameters: &[Value]) -> Result<u64> {
        let statement = self.connection.prep(sql)?;
        expect(&statement, parameters.len())?;
        let parameters = positional(parameters.iter().map(parameter::sent).collect());
        let result = self.connection.exec_iter(&statement, parameters)?;
        let mut count = result.affected_rows();
        for row in result {
            row?;
            count += 1;
        }
        Ok(count)
    }

    pub(crate) fn describe(&mut self, sql: &str) -> Result<Vec<(String, ValueKind)>> {
        let statement = self.connection.prep(sql)?;
        let columns = statement.columns();
        Ok(columns.iter().map(|it| (it.name_str().into_owned(), kind_of(it))).collect())
    }
}
