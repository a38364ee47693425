//! Statements prepared so that every column can be decoded.

use postgres::{Client, Statement};

use super::decode::Decoder;
use crate::{Error, ErrorKind, Result};

/// A statement and how its columns are decoded.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) statement: Statement,
    /// The text that was prepared.
    pub(super) sql: String,
    pub(super) decoders: Vec<Decoder>,
}

impl Plan {
    /// Prepares `sql`. Columns whose binary format has no decoder are converted to text by a query around it.
    pub(super) fn prepare(client: &mut Client, sql: &str) -> Result<Self> {
        let statement = client.prepare(sql)?;
        let decoders: Vec<Decoder> = statement.columns().iter().map(|it| Decoder::of(it.type_())).collect();
        if decoders.iter().all(|it| it.conversion("").is_none()) {
            return Ok(Self { statement, sql: sql.to_owned(), decoders });
        }
        let sql = converting(sql, &decoders)?;
        Ok(Self { statement: client.prepare(&sql)?, sql, decoders })
    }
}

/// The query around `sql`. Columns get names by their places, since theirs need not be unique.
fn converting(sql: &str, decoders: &[Decoder]) -> Result<String> {
    let names = (0..decoders.len()).map(|at| format!("c{at}")).collect::<Vec<_>>().join(", ");
    let columns = decoders.iter().enumerate().map(|(at, decoder)| {
        let column = format!("c{at}");
        decoder.conversion(&column).unwrap_or(column)
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    // A comment at its end must not swallow the parenthesis.
    let inner = sql.trim_end().trim_end_matches(';');
    let first = sql.trim_start().split(|it: char| !it.is_ascii_alphabetic()).next().unwrap_or_default();
    match first.to_ascii_uppercase().as_str() {
        "" | "SELECT" | "VALUES" | "TABLE" | "WITH" => Ok(format!("SELECT {columns} FROM (\n{inner}\n) AS q({names})")),
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" => {
            Ok(format!("WITH q({names}) AS (\n{inner}\n) SELECT {columns} FROM q"))
        }
        _ => Err(Error::new(
            ErrorKind::Unsupported,
            "the statement returns a column of a type that can only be read as text: convert it in the statement",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_it_is_converted() {
        let decoders = [Decoder::Int4, Decoder::Converted, Decoder::Array(Box::new(Decoder::Converted)), Decoder::Inet];
        let sql = converting("SELECT a, b, c, d FROM t -- all;\n;", &decoders).unwrap_or_default();
        let expected = "SELECT c0, c1::pg_catalog.text, c2::pg_catalog.text[], pg_catalog.textin(pg_catalog.inet_out(c3)) FROM (\n\
                        SELECT a, b, c, d FROM t -- all;\n\n) AS q(c0, c1, c2, c3)";
        assert_eq!(sql, expected);
        assert!(
            converting("INSERT INTO t VALUES (1) RETURNING *", &decoders).is_ok_and(|it| it.starts_with("WITH q("))
        );
        assert!(converting("SHOW all", &decoders).is_err());
    }
}
