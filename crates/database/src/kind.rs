//! Engines, and what kind of values a column holds.

use std::fmt;

use schema_diff::Dialect;

/// A product that holds databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EngineKind {
    /// `PostgreSQL`.
    Postgres,
    /// `MySQL`.
    MySql,
    /// `MariaDB`, which speaks `MySQL`'s protocol and nearly its SQL.
    MariaDb,
    /// `SQLite`.
    Sqlite,
}

impl EngineKind {
    /// The name of the product.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
        }
    }

    /// Whose DDL it speaks; none where schemas are not read yet.
    pub fn dialect(self) -> Option<Dialect> {
        match self {
            Self::Postgres => Some(Dialect::Postgres),
            Self::Sqlite => Some(Dialect::Sqlite),
            Self::MySql | Self::MariaDb => None,
        }
    }

    /// The identifier as the engine's SQL takes it, whatever characters it has.
    pub fn quote(self, identifier: &str) -> String {
        match self {
            Self::MySql | Self::MariaDb => format!("`{}`", identifier.replace('`', "``")),
            Self::Postgres | Self::Sqlite => format!("\"{}\"", identifier.replace('"', "\"\"")),
        }
    }
}

impl fmt::Display for EngineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What kind of values a column holds: the variant of [`Value`](crate::Value) that it is read as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Truth values. `MySQL` has none of its own: its `tinyint(1)` is an integer here.
    Bool,
    /// Whole numbers.
    Integer,
    /// Exact numbers, with the digits behind the point where the type fixes them.
    Decimal(Option<u32>),
    /// Floating point of 32 bits.
    Float32,
    /// Floating point of 64 bits.
    Float64,
    /// Text.
    Text,
    /// One of a list of texts.
    Enum,
    /// Bytes.
    Bytes,
    /// Days.
    Date,
    /// Times of day, with the digits behind the second where the type fixes them.
    Time(Option<u32>),
    /// Times of day with a zone.
    TimeTz(Option<u32>),
    /// Dates and times without a zone, with the digits behind the second.
    Timestamp(Option<u32>),
    /// Points in time, with the digits behind the second.
    TimestampTz(Option<u32>),
    /// Spans.
    Interval,
    /// UUIDs.
    Uuid,
    /// Documents.
    Json,
    /// Arrays.
    Array(Box<ValueKind>),
    /// Anything: `SQLite`'s columns without a strict type, files that state no types.
    Any,
    /// A type without a kind of its own, by its name; its values are [`Value::Other`](crate::Value::Other).
    Other(String),
}
