//! PostgreSQL, which has all types.

use crate::engines::{Words, quoted};
use crate::types::Type;

pub(crate) const SETUP: &str = "CREATE TYPE mood AS ENUM ('calm', 'loud', 'it''s')";

pub(crate) static WORDS: Words =
    Words { name: "PostgreSQL", key: "bigint PRIMARY KEY", type_name, literal, refuses: |_, _| None };

fn type_name(of: Type) -> &'static str {
    match of {
        Type::Bool => "boolean",
        Type::Tiny | Type::Small | Type::Year => "smallint",
        Type::Int => "integer",
        Type::Big => "bigint",
        Type::Unsigned => "numeric(20,0)",
        Type::Whole => "numeric(38,0)",
        Type::Deep => "numeric(38,20)",
        Type::Price => "numeric(12,2)",
        Type::Real => "real",
        Type::Double => "double precision",
        Type::Char => "char(6)",
        Type::Varchar => "varchar(200)",
        Type::Text => "text",
        Type::Bytes => "bytea",
        Type::Date => "date",
        Type::Time => "time",
        Type::Timestamp => "timestamp",
        Type::Seconds => "timestamp(0)",
        Type::TimestampTz => "timestamptz",
        Type::Interval => "interval",
        Type::Uuid => "uuid",
        Type::Enum => "mood",
        Type::Json => "jsonb",
        Type::Integers => "integer[]",
        Type::Texts => "text[]",
        Type::Point => "point",
        Type::Mac => "macaddr",
    }
}

fn literal(of: Type, value: &str) -> String {
    let elements = |of: &str| format!("ARRAY(SELECT jsonb_array_elements_text({}::jsonb)::{of})", quoted(value));
    match of {
        Type::Bytes => format!("'\\x{value}'"),
        Type::Integers => elements("integer"),
        Type::Texts => elements("text"),
        _ => quoted(value),
    }
}
