//! Rows of a range of keys, by the fastest way out of the engine.

use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::source::{Source, operand};
use crate::{KeyRange, Result, Row};

/// Runs the query that `build` makes of conditions, which are those of the range, as a binary `COPY`.
///
/// `COPY` takes no parameters: the bounds are put into settings of the transaction and read from there.
pub(in super::super) fn in_range(
    session: &mut Session,
    source: &Source,
    range: &KeyRange,
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
    build: &dyn Fn(Vec<String>) -> String,
) -> Result<()> {
    let mut conditions = Vec::new();
    for (bound, sign, name) in [(&range.from, ">=", "from"), (&range.to, "<", "to")] {
        if let Some(bound) = bound {
            set(session, source, bound, name)?;
            let values = source.key_parts().enumerate().map(|(at, part)| {
                format!(
                    "pg_catalog.current_setting('migration_architect.{name}_{at}')::{}",
                    &part.parameter_type(source.engine)
                )
            });
            conditions.push(format!("{} {sign} {}", source.key_operand(), operand(values)));
        }
    }
    let query = build(conditions);
    if range.from.is_none() && range.to.is_none() {
        return session.copy_out(&query, each);
    }
    super::by_index(session, |session| session.copy_out(&query, each))
}

fn set(session: &mut Session, source: &Source, bound: &Row, name: &str) -> Result<()> {
    let mut statement = source.statement("SELECT ");
    let settings: Vec<String> = source
        .key_parts()
        .zip(bound)
        .enumerate()
        .map(|(at, (part, value))| {
            let value = statement.bind(value.clone(), &part.parameter_type(source.engine));
            format!("pg_catalog.set_config('migration_architect.{name}_{at}', {value}::pg_catalog.text, true)")
        })
        .collect();
    statement.push(&settings.join(", "));
    statement.rows(session).map(drop)
}
