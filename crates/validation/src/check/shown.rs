//! Values as people read them in reports.

use database::Value;

use crate::wire::plain;

/// Longer texts are cut in reports.
const LONGEST: usize = 200;

/// A value as people read it; text as it is, and cut where it is long.
pub(crate) fn text(value: &Value) -> String {
    let text = plain(value);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// The values of a key or a row, with commas between them.
pub(crate) fn row(values: &[Value]) -> String {
    values.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(number: impl std::fmt::Display, word: &str) -> String {
    let number = number.to_string();
    format!("{number} {word}{}", if number == "1" { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(row(&[Value::Integer(-3), Value::Null, Value::Text("a".into())]), "-3, NULL, a");
        assert_eq!(text(&Value::Text("é".repeat(300))).chars().count(), LONGEST + 1);
    }
}
