//! Rows with given keys.

use std::ops::ControlFlow;

use database::{EngineKind, Session, Value};

use super::postgres;
use super::shared::{EachRow, in_order};
use super::source::{Part, Source};
use super::statement::Statement;
use crate::{Error, ErrorKind, Result, Row};

/// Most parameters of a statement: below what every engine takes.
const MOST_PARAMETERS: usize = 10_000;
/// Most conditions joined by OR.
const MOST_CONDITIONS: usize = 300;

/// Fewer keys are not worth another connection.
const FEWEST: usize = 250;

/// The rows with these keys.
pub(super) fn rows(
    sessions: &mut [Session],
    source: &Source,
    keys: &[Row],
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let width = source.key.len();
    if width == 0 {
        return Err(Error::new(ErrorKind::Usage, "rows without a key cannot be read by their key"));
    }
    // SQLite bounds how deep an expression is, and a list of conditions is as deep as it is long.
    let most =
        if source.engine != EngineKind::Postgres && may_be_null(source) { MOST_CONDITIONS } else { MOST_PARAMETERS };
    let share = keys.len().div_ceil(sessions.len().max(1)).max(FEWEST);
    let batches: Vec<&[Row]> = keys.chunks((most / width).clamp(1, share)).collect();
    in_order(sessions, &batches, &|session, keys, each| batch(session, source, keys, each), each)
}

fn batch(session: &mut Session, source: &Source, keys: &[Row], each: EachRow<'_>) -> Result<()> {
    if source.engine != EngineKind::Postgres {
        return by_list(source, keys).stream(session, each);
    }
    let statement = by_array(source, keys);
    if source.is_indexed {
        return postgres::by_index(session, |session| statement.stream(session, each));
    }
    statement.stream(session, each)
}

/// An array for each column of the key: the statement stays the same whatever the number of keys.
fn by_array(source: &Source, keys: &[Row]) -> Statement {
    let mut statement = source.statement("");
    let (mut arrays, mut names, mut conditions) = (Vec::new(), Vec::new(), Vec::new());
    for (at, part) in source.key_parts().enumerate() {
        let values = keys.iter().map(|key| key.get(at).cloned().unwrap_or(Value::Null)).collect();
        arrays.push(statement.bind(Value::Array(values), &format!("{}[]", &part.parameter_type(source.engine))));
        names.push(format!("\"~{at}\""));
        conditions.push(equal(part, &format!("q.\"~{at}\"")));
    }
    statement.push(&format!(
        "SELECT {} FROM {} JOIN unnest({}) AS q({}) ON true{}",
        source.field_list(),
        source.from,
        arrays.join(", "),
        names.join(", "),
        source.conditions(conditions)
    ));
    statement
}

/// `a IN (?, ?)` or `(a, b) IN ((?, ?), (?, ?))`; where a column may be NULL, each key's own condition.
fn by_list(source: &Source, keys: &[Row]) -> Statement {
    let mut statement = source.statement("");
    let single = source.key.len() == 1;
    let nullable = may_be_null(source);
    let mut list = Vec::with_capacity(keys.len());
    for key in keys {
        let values = source.key_parts().zip(key).map(|(part, value)| {
            let value = part.bind(value, &mut statement);
            if nullable { same(source.engine, part, &value) } else { value }
        });
        let values: Vec<String> = values.collect();
        list.push(match (nullable, single) {
            (true, _) => format!("({})", values.join(" AND ")),
            (false, true) => values.concat(),
            (false, false) => format!("({})", values.join(", ")),
        });
    }
    // SQLite takes a list of rows only as VALUES.
    let values = if !single && source.engine == EngineKind::Sqlite { "VALUES " } else { "" };
    let condition = if nullable {
        format!("({})", list.join(" OR "))
    } else {
        format!("{} IN ({values}{})", source.key_operand(), list.join(", "))
    };
    statement.push(&format!("SELECT {} FROM {}{}", source.field_list(), source.from, source.conditions([condition])));
    statement
}

fn may_be_null(source: &Source) -> bool {
    source.key_parts().any(|it| it.column.as_ref().is_none_or(|it| it.nullable))
}

/// Equal, or both NULL.
fn same(engine: EngineKind, part: &Part, value: &str) -> String {
    match engine {
        EngineKind::Postgres => format!("{} IS NOT DISTINCT FROM {value}", part.sql),
        EngineKind::Sqlite => format!("{} IS {value}", part.sql),
        _ => format!("{} <=> {value}", part.sql),
    }
}

/// Equal by the index, and where that takes different texts for equal, by their bytes too.
fn equal(part: &Part, value: &str) -> String {
    if part.column.as_ref().is_none_or(|it| it.nullable) {
        return same(EngineKind::Postgres, part, value);
    }
    let by_index = format!("{} = {value}", part.sql);
    if part.column.as_ref().is_some_and(|it| it.equates_texts) {
        return format!(
            "{by_index} AND {}::pg_catalog.text COLLATE \"C\" = {value}::pg_catalog.text COLLATE \"C\"",
            part.sql
        );
    }
    by_index
}
