//! Values as people read them.

use validation::Value;
use validation::wire::plain;

/// A value; an empty text is told from nothing.
pub(super) fn cell(value: &Value) -> String {
    let text = plain(value);
    if text.is_empty() { "''".to_owned() } else { text }
}

/// The values of a key or a row, with commas between them.
pub(super) fn list(values: &[Value]) -> String {
    values.iter().map(cell).collect::<Vec<_>>().join(", ")
}
