//! SQLite, whose columns have the type that they declare.

use crate::engines::{Words, quoted};
use crate::types::Type;

pub(crate) static WORDS: Words = Words { name: "SQLite", key: "INTEGER PRIMARY KEY", type_name, literal, refuses };

fn type_name(of: Type) -> &'static str {
    match of {
        Type::Bool => "BOOLEAN",
        Type::Tiny | Type::Small | Type::Int | Type::Big | Type::Year => "INTEGER",
        Type::Real | Type::Double => "REAL",
        Type::Char => "CHAR(6)",
        Type::Varchar => "VARCHAR(200)",
        // Its own numbers end at 64 bits; as text they keep their digits.
        Type::Unsigned
        | Type::Whole
        | Type::Deep
        | Type::Price
        | Type::Text
        | Type::Interval
        | Type::Enum
        | Type::Integers
        | Type::Texts
        | Type::Point
        | Type::Mac => "TEXT",
        Type::Bytes => "BLOB",
        Type::Date => "DATE",
        Type::Time => "TIME",
        Type::Timestamp | Type::Seconds => "TIMESTAMP",
        Type::TimestampTz => "TIMESTAMPTZ",
        Type::Uuid => "UUID",
        Type::Json => "JSON",
    }
}

fn literal(of: Type, value: &str) -> String {
    match (of, value) {
        (Type::Bool, _) => value.to_owned(),
        (Type::Bytes, _) => format!("X'{value}'"),
        (Type::Real | Type::Double, "Infinity") => "9e999".to_owned(),
        (Type::Real | Type::Double, "-Infinity") => "-9e999".to_owned(),
        _ => quoted(value),
    }
}

fn refuses(of: Type, value: &str) -> Option<&'static str> {
    match (of, value) {
        (Type::Real | Type::Double, "NaN") => Some("it stores NaN as NULL"),
        (Type::Real | Type::Double, "-0") => Some("it stores -0 as 0"),
        _ => None,
    }
}
