//! Literals in the statements of witnesses.

use crate::Dialect;
use crate::write::Writer;

/// `text` as a string literal; every dialect writes it alike.
pub(super) fn string(text: &str) -> String {
    Writer::new(Dialect::Postgres).literal(text)
}
