//! Texts of values that travel as text, and what else such a text may be.

use serde_json::Value as Json;

use crate::change::Wire;

/// What a reader may take the text of `value` for.
pub(super) fn readings(value: &Json, wire: Wire) -> Vec<Json> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(_) | Json::Bool(_) => value.to_string(),
        _ => return Vec::new(),
    };
    let mut all = vec![Json::from(text.as_str())];
    all.extend(serde_json::from_str::<Json>(&text).ok().filter(|it| it.is_number() || it.is_boolean()));
    if wire == (Wire::Text { repeated: true }) {
        let lists: Vec<Json> = all.iter().map(|it| Json::Array(vec![it.clone()])).collect();
        all.extend(lists);
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_and_its_digits_are_the_same_text() {
        let read = |repeated| readings(&json!(5), Wire::Text { repeated });
        assert_eq!(read(false), [json!("5"), json!(5)]);
        assert_eq!(read(true), [json!("5"), json!(5), json!(["5"]), json!([5])]);
    }
}
