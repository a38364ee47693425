//! MariaDB and MySQL.

use crate::engines::{Words, quoted};
use crate::types::Type;

pub(crate) const SETUP: &[&str] =
    &["SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'", "SET SESSION time_zone = '+00:00'"];

pub(crate) static MARIADB: Words =
    Words { name: "MariaDB", key: "bigint PRIMARY KEY", type_name, literal, refuses: refuses_of_mariadb };

pub(crate) static MYSQL: Words =
    Words { name: "MySQL", key: "bigint PRIMARY KEY", type_name: type_name_of_mysql, literal, refuses };

/// MySQL has no type of UUIDs.
fn type_name_of_mysql(of: Type) -> &'static str {
    if of == Type::Uuid { "char(36)" } else { type_name(of) }
}

fn type_name(of: Type) -> &'static str {
    match of {
        Type::Bool => "tinyint(1)",
        Type::Tiny => "tinyint",
        Type::Small => "smallint",
        Type::Int => "int",
        Type::Big => "bigint",
        Type::Unsigned => "bigint unsigned",
        Type::Whole => "decimal(38,0)",
        Type::Deep => "decimal(38,20)",
        Type::Price => "decimal(12,2)",
        Type::Real => "float",
        Type::Double => "double",
        Type::Char => "char(6)",
        Type::Varchar => "varchar(200)",
        Type::Interval | Type::Point | Type::Mac => "varchar(100)",
        Type::Text => "longtext",
        Type::Bytes => "longblob",
        Type::Date => "date",
        Type::Time => "time(6)",
        Type::Timestamp => "datetime(6)",
        Type::Seconds => "datetime",
        Type::TimestampTz => "timestamp(6)",
        Type::Uuid => "uuid",
        Type::Enum => "enum('calm', 'loud', 'it''s')",
        Type::Json | Type::Integers | Type::Texts => "json",
        Type::Year => "year",
    }
}

/// Late versions of 10.11 keep no zero with a sign, earlier ones do.
fn refuses_of_mariadb(of: Type, value: &str) -> Option<&'static str> {
    match of {
        Type::Real | Type::Double if value == "-0" => Some("its zeros have no sign"),
        _ => refuses(of, value),
    }
}

fn literal(of: Type, value: &str) -> String {
    match (of, value) {
        (Type::Bool, _) => value.to_owned(),
        (Type::Bytes, _) => format!("X'{value}'"),
        (Type::Real | Type::Double, "-0") => "-0e0".to_owned(),
        (Type::TimestampTz, _) => quoted(value.trim_end_matches("+00")),
        _ => quoted(value),
    }
}

fn refuses(of: Type, value: &str) -> Option<&'static str> {
    match of {
        Type::Real | Type::Double if value == "NaN" || value.ends_with("Infinity") => {
            Some("its floats are finite numbers")
        }
        Type::TimestampTz if !("1970-01-01 00:00:01".."2038").contains(&value) => {
            Some("its timestamps end in 2038 and begin in 1970")
        }
        _ => None,
    }
}
