//! What both sides of a schema hold where they differ, in words.

use schema_diff::catalogue::{Column, Object, ObjectPath};
use schema_diff::diff::Aspect;
use schema_diff::write::Writer;

/// Longer texts are cut: to where they begin to differ.
const LONGEST: usize = 200;
/// What is left standing in front of the first difference.
const BEFORE: usize = 20;

/// The word for an aspect, as it stands behind an object's name.
pub(super) fn word(aspect: Aspect) -> String {
    match aspect {
        Aspect::NotNullAdded | Aspect::NotNullDropped => "NULL".to_owned(),
        _ => {
            // The name in the JSON of the diff, `column_type`, without the object's kind, which stands in front anyway.
            let name = serde_json::to_value(aspect).ok().and_then(|it| it.as_str().map(str::to_owned));
            let name = name.unwrap_or_default();
            name.strip_prefix("column_").unwrap_or(&name).replace('_', " ")
        }
    }
}

/// What an object is that only one side has.
pub(super) fn there(object: &Object) -> String {
    match object {
        Object::Column(it) => it.data_type.to_string(),
        _ => "there".to_owned(),
    }
}

/// What an aspect of an object is before and after.
pub(super) fn both(writer: Writer, path: &ObjectPath, aspect: Aspect, before: &Object, after: &Object) -> [String; 2] {
    if let (Object::Column(one), Object::Column(other)) = (before, after)
        && let Some(both) = of_column(writer, aspect, one).zip(of_column(writer, aspect, other))
    {
        return [both.0, both.1];
    }
    if let (Object::Domain(one), Object::Domain(other), Aspect::NotNullAdded | Aspect::NotNullDropped) =
        (before, after, aspect)
    {
        return [null(one.not_null), null(other.not_null)];
    }
    statements(&writer.create(path, before), &writer.create(path, after))
}

fn of_column(writer: Writer, aspect: Aspect, column: &Column) -> Option<String> {
    Some(match aspect {
        Aspect::ColumnType => column.data_type.to_string(),
        Aspect::ColumnCollation => column.collation.clone().unwrap_or_else(|| "that of the type".to_owned()),
        Aspect::NotNullAdded | Aspect::NotNullDropped => null(column.not_null),
        Aspect::ColumnDefault => column.default.as_ref().map_or_else(|| "none".to_owned(), |it| it.text.clone()),
        Aspect::ColumnIdentity => column.identity.as_ref().map_or_else(|| "none".to_owned(), |it| writer.identity(it)),
        Aspect::ColumnGenerated => {
            column.generated.as_ref().map_or_else(|| "none".to_owned(), |it| it.expression.text.clone())
        }
        Aspect::Comment => column.comment.clone().unwrap_or_else(|| "none".to_owned()),
        _ => return None,
    })
}

fn null(refused: bool) -> String {
    if refused { "NOT NULL" } else { "NULL" }.to_owned()
}

/// The statements that make an object, those that both sides have left out.
fn statements(before: &[String], after: &[String]) -> [String; 2] {
    let of = |these: &[String], others: &[String]| {
        let own: Vec<&str> = these.iter().filter(|it| !others.contains(it)).map(String::as_str).collect();
        if own.is_empty() { "none".to_owned() } else { own.join("; ") }
    };
    apart(&of(before, after), &of(after, before))
}

/// Both texts, cut where they are long so that what differs is seen.
fn apart(one: &str, other: &str) -> [String; 2] {
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let is_long = |text: &str| text.chars().nth(LONGEST).is_some();
    let skipped = if is_long(one) || is_long(other) { common.saturating_sub(BEFORE) } else { 0 };
    [one, other].map(|text| {
        let cut: String = text.chars().skip(skipped).take(LONGEST).collect();
        let head = if skipped > 0 { "…" } else { "" };
        let tail = if text.chars().nth(skipped + LONGEST).is_some() { "…" } else { "" };
        format!("{head}{cut}{tail}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_what_differs() {
        let (one, other) = (format!("{}a", "x".repeat(500)), format!("{}b", "x".repeat(500)));
        assert_eq!(apart(&one, &other), [format!("…{}a", "x".repeat(20)), format!("…{}b", "x".repeat(20))]);
        assert_eq!(apart("a", "b"), ["a", "b"]);
    }

    #[test]
    fn aspects_are_called_by_short_words() {
        assert_eq!([word(Aspect::ColumnType), word(Aspect::NotNullAdded)], ["type", "NULL"]);
        assert_eq!(word(Aspect::IndexDefinition), "index definition");
    }
}
