//! Data types, enumerations, extensions and schemas.

use serde::{Deserialize, Serialize};

use super::Grants;

/// The type of a column, canonically spelt.
///
/// PostgreSQL: the name that `format_type` prints (`character varying`, `timestamp without time zone`, `integer`), or
/// `schema.name` for a type outside `pg_catalog`. SQLite: the declared name in upper case, empty where none is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DataType {
    /// Name without arguments.
    pub name: String,
    /// Arguments: length, precision and scale, interval fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// Whether it is an array (PostgreSQL does not tell dimensions apart).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub array: bool,
}

impl DataType {
    /// A type without arguments.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), arguments: Vec::new(), array: false }
    }

    /// A type with arguments.
    pub fn with_arguments(name: impl Into<String>, arguments: impl IntoIterator<Item = String>) -> Self {
        Self { name: name.into(), arguments: arguments.into_iter().collect(), array: false }
    }
}

impl std::fmt::Display for DataType {
    /// As the engine prints it, for example `timestamp(3) without time zone` and `character varying(20)[]`; `write`
    /// quotes user-defined names for SQL.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let array = if self.array { "[]" } else { "" };
        if self.arguments.is_empty() {
            return write!(f, "{}{array}", self.name);
        }
        let arguments = self.arguments.join(",");
        match self.name.split_once(' ') {
            Some((head @ ("timestamp" | "time"), rest)) => write!(f, "{head}({arguments}) {rest}{array}"),
            _ => write!(f, "{}({arguments}){array}", self.name),
        }
    }
}

/// An enumeration (`CREATE TYPE … AS ENUM`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// Labels in their order.
    pub labels: Vec<String>,
    /// `COMMENT ON TYPE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Schema that its objects are created in, where stated and not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version, where stated; an unstated version equals every version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `COMMENT ON EXTENSION`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A schema (namespace).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schema {
    /// `COMMENT ON SCHEMA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}
