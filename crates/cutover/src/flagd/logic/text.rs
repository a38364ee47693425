//! Texts.

use serde_json::Value;

use super::coerce::{number, strictly_equal, text};

/// Whether a text has a part, or a list an element.
pub(super) fn is_in(part: &Value, whole: &Value) -> bool {
    match whole {
        Value::String(whole) => !part.is_null() && whole.contains(&text(part)),
        Value::Array(items) => items.iter().any(|item| strictly_equal(item, part)),
        _ => false,
    }
}

pub(super) fn joined(given: &[Value]) -> String {
    given.iter().map(text).collect()
}

/// Characters from `start`, which counts from the end where it is negative; `length` likewise leaves so many off the end.
pub(super) fn part(whole: &Value, start: &Value, length: Option<&Value>) -> Value {
    let characters: Vec<char> = text(whole).chars().collect();
    let count = i64::try_from(characters.len()).unwrap_or(i64::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let whole_number = |value: &Value| number(value) as i64;
    let from_either = |at: i64| if at < 0 { count.saturating_add(at).max(0) } else { at.min(count) };
    let start = from_either(whole_number(start));
    let end = match length.map(whole_number) {
        None => count,
        Some(length) if length < 0 => count.saturating_add(length),
        Some(length) => start.saturating_add(length).min(count),
    };
    let index = |at: i64| usize::try_from(at).unwrap_or(0);
    characters.get(index(start)..index(end)).map(|part| part.iter().collect::<String>()).unwrap_or_default().into()
}
