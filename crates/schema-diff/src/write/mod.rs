//! Writes catalogues and their objects as DDL text of a dialect.
//!
//! Every object can be written alone, since a plan takes a schema apart. What is written reads back to an equal object.
//! Names are quoted only where the dialect needs it; names of relations are always qualified on PostgreSQL.
//! Statements carry no final semicolon.

mod all;
mod column;
mod comment;
mod constraint;
mod definition;
mod domain;
mod drop;
mod grants;
mod index;
mod name;
mod object;
mod partition;
mod reserved;
mod routine;
mod sequence;
mod settings;
mod table;
mod view;

pub(crate) use settings::usual_storage;
pub use table::TableParts;

use crate::Dialect;

/// Writes DDL in a dialect.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    dialect: Dialect,
}

impl Writer {
    /// A writer for `dialect`.
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect }
    }

    /// Whose DDL it writes.
    pub fn dialect(self) -> Dialect {
        self.dialect
    }

    fn is_sqlite(self) -> bool {
        self.dialect == Dialect::Sqlite
    }
}

/// Joins the parts that are not empty with single spaces.
fn spaced<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}
