//! Types of the predecessor's format.

use crate::Dialect;

/// What a type may take behind its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    Length,
    Precision,
}

/// The type of a column as its JSON gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) length: Option<u32>,
    pub(super) precision: Option<u32>,
    pub(super) scale: Option<u32>,
}

impl Declared {
    /// From text such as `VARCHAR(50)` or `decimal(10, 2)`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, arguments) = match text.trim().split_once('(') {
            None => (text.trim(), ""),
            Some((name, rest)) => (name.trim(), rest.trim().strip_suffix(')')?),
        };
        let mut numbers = Vec::new();
        for part in arguments.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            numbers.push(part.parse().ok()?);
        }
        let [first, second] = [numbers.first().copied(), numbers.get(1).copied()];
        Some(Self { name: name.to_owned(), length: first, precision: first, scale: second })
    }

    /// The type in `dialect`; none where it is not known.
    pub(super) fn sql(&self, dialect: Dialect) -> Option<String> {
        let folded = self.name.to_ascii_lowercase();
        let (postgres, sqlite, takes) = known(&folded)?;
        let name = if dialect == Dialect::Sqlite { sqlite } else { postgres };
        let precision = self.precision.or(self.length);
        Some(match (takes, self.length, precision, self.scale) {
            (Takes::Length, Some(length), _, _) => format!("{name}({length})"),
            (Takes::Precision, _, Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
            (Takes::Precision, _, Some(precision), None) => format!("{name}({precision})"),
            _ => name.to_owned(),
        })
    }

    pub(super) fn is_integer(&self) -> bool {
        let integers = ["tinyint", "smallint", "mediumint", "int", "integer", "bigint"];
        integers.contains(&self.name.to_ascii_lowercase().as_str())
    }

    pub(super) fn is_boolean(&self) -> bool {
        matches!(self.name.to_ascii_lowercase().as_str(), "boolean" | "bool")
    }

    pub(super) fn is_number(&self) -> bool {
        let numbers = ["decimal", "numeric", "real", "float", "double", "double precision"];
        self.is_integer() || numbers.contains(&self.name.to_ascii_lowercase().as_str())
    }
}

/// The name on PostgreSQL, the name on SQLite, and what it takes.
fn known(name: &str) -> Option<(&'static str, &'static str, Takes)> {
    Some(match name {
        "varchar" | "character varying" | "string" => ("varchar", "VARCHAR", Takes::Length),
        "char" | "character" => ("char", "CHAR", Takes::Length),
        "text" | "tinytext" | "mediumtext" | "longtext" => ("text", "TEXT", Takes::Nothing),
        "tinyint" | "smallint" => ("smallint", "SMALLINT", Takes::Nothing),
        "mediumint" | "int" | "integer" => ("integer", "INTEGER", Takes::Nothing),
        "bigint" => ("bigint", "BIGINT", Takes::Nothing),
        "boolean" | "bool" => ("boolean", "BOOLEAN", Takes::Nothing),
        "decimal" | "numeric" => ("numeric", "NUMERIC", Takes::Precision),
        "real" => ("real", "REAL", Takes::Nothing),
        "float" | "double" | "double precision" => ("double precision", "DOUBLE PRECISION", Takes::Nothing),
        "date" => ("date", "DATE", Takes::Nothing),
        "time" => ("time", "TIME", Takes::Nothing),
        "timestamp" | "datetime" => ("timestamp", "TIMESTAMP", Takes::Nothing),
        "timestamptz" => ("timestamptz", "TIMESTAMP", Takes::Nothing),
        "json" => ("json", "JSON", Takes::Nothing),
        "jsonb" => ("jsonb", "JSONB", Takes::Nothing),
        "uuid" => ("uuid", "UUID", Takes::Nothing),
        "blob" | "binary" | "varbinary" | "bytea" => ("bytea", "BLOB", Takes::Nothing),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_carry_their_arguments() {
        let sql = |text: &str, dialect| Declared::parse(text).and_then(|it| it.sql(dialect));
        assert_eq!(sql("VARCHAR(50)", Dialect::Postgres).as_deref(), Some("varchar(50)"));
        assert_eq!(sql("decimal(10, 2)", Dialect::Sqlite).as_deref(), Some("NUMERIC(10, 2)"));
        assert_eq!(sql("BIGINT", Dialect::Postgres).as_deref(), Some("bigint"));
        assert_eq!(sql("geography", Dialect::Postgres), None);
        assert_eq!(sql("varchar(50", Dialect::Postgres), None);
    }
}
