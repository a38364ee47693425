//! Enumerations: a value is its label.

use super::way::{End, Way};

/// The value of the enumeration `to` that has the label which the expression `text` gives.
pub(super) fn by_label(text: &str, labels: &[String], to: &End) -> Way {
    let quoted: Vec<_> = labels.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
    let stand_in = to.nothing_in_words();
    if quoted.is_empty() {
        return Way::new(format!("NULL::{}", to.sql), false, "NULL");
    }
    let template = format!(
        "CASE WHEN {text} IN ({}) THEN ({text})::{} WHEN {{value}} IS NOT NULL THEN {} END",
        quoted.join(", "),
        to.sql,
        to.nothing()
    );
    Way::new(template, false, stand_in)
}
