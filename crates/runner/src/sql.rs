//! Small pieces of SQL text.

use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;

/// `name` as an identifier, always quoted.
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `name` with its schema, quoted.
pub(crate) fn relation(name: &QualifiedName) -> String {
    format!("{}.{}", quote(&name.schema), quote(&name.name))
}

/// `text` as a string literal; `E''` form is never needed, since a backslash stands for itself.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Names, quoted and separated by commas.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}

/// A value as [`database::Rows`] holds it: text on PostgreSQL, a literal on SQLite, none for NULL.
pub(crate) type Value = Option<String>;

/// `value` as it is written into a statement.
pub(crate) fn write(dialect: Dialect, value: Option<&str>) -> String {
    match (dialect, value) {
        (_, None) => "NULL".to_owned(),
        (Dialect::Sqlite, Some(text)) => text.to_owned(),
        (_, Some(text)) => literal(text),
    }
}

/// The beginning of `statement`, for messages.
pub(crate) fn excerpt(statement: &str) -> String {
    const LONGEST: usize = 300;
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(relation(&QualifiedName::new("a", "b\"c")), "\"a\".\"b\"\"c\"");
        assert_eq!(literal("it's"), "'it''s'");
    }

    #[test]
    fn an_excerpt_is_one_line_and_cuts_between_characters() {
        assert_eq!(excerpt("SELECT\n  1"), "SELECT 1");
        assert_eq!(excerpt(&"é".repeat(400)).chars().count(), 301);
    }
}
