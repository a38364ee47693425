//! Writes catalogues and their objects as DDL text of a dialect.
//!
//! Every object can be written alone, since a plan takes a schema apart. What is written reads back to an equal object.
//! Names are quoted only where the dialect needs it; names of relations are always qualified on PostgreSQL.

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
}
