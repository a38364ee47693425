//! Identifiers, literals and type names.

use super::Writer;
use super::reserved;
use crate::Dialect;
use crate::catalogue::{DataType, QualifiedName};

impl Writer {
    /// An identifier, quoted only where the dialect needs it.
    pub fn ident(self, name: &str) -> String {
        if self.is_plain(name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    }

    /// Identifiers, separated by commas.
    pub fn idents<'a>(self, names: impl IntoIterator<Item = &'a String>) -> String {
        names.into_iter().map(|name| self.ident(name)).collect::<Vec<_>>().join(", ")
    }

    /// A qualified name: always with its schema on PostgreSQL, without `main` on SQLite.
    pub fn name(self, name: &QualifiedName) -> String {
        if self.is_sqlite() && name.schema == Dialect::Sqlite.default_schema() {
            self.ident(&name.name)
        } else {
            format!("{}.{}", self.ident(&name.schema), self.ident(&name.name))
        }
    }

    /// A string literal.
    pub fn literal(self, text: &str) -> String {
        // Without the `E` prefix a backslash stands for itself (`standard_conforming_strings`, on by default).
        format!("'{}'", text.replace('\'', "''"))
    }

    /// A type, with the parts of a user-defined name quoted where needed.
    pub fn data_type(self, data_type: &DataType) -> String {
        match self.dialect {
            Dialect::Sqlite => sqlite_type(data_type),
            Dialect::Postgres => self.postgres_type(data_type),
        }
    }

    fn postgres_type(self, data_type: &DataType) -> String {
        let array = if data_type.array { "[]" } else { "" };
        if let Some((schema, name)) = user_defined(&data_type.name) {
            let arguments = arguments(data_type);
            return format!("{}.{}{arguments}{array}", self.ident(schema), self.ident(name));
        }
        if data_type.name == "interval" {
            let is_fields = |argument: &&String| argument.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some(fields) = data_type.arguments.first().filter(is_fields) {
                let precision = data_type.arguments.get(1).map(|p| format!("({p})")).unwrap_or_default();
                return format!("interval {fields}{precision}{array}");
            }
        }
        data_type.to_string()
    }

    /// A collation: a plain name, or `schema.name`.
    pub fn collation(self, name: &str) -> String {
        match name.split_once('.') {
            Some((schema, own)) if !self.is_sqlite() && !is_locale(schema, own) => {
                format!("{}.{}", self.ident(schema), self.ident(own))
            }
            _ => self.ident(name),
        }
    }

    fn is_plain(self, name: &str) -> bool {
        let mut chars = name.chars();
        let starts = |c: char| c == '_' || c.is_ascii_lowercase() || (self.is_sqlite() && c.is_ascii_uppercase());
        chars.next().is_some_and(starts)
            && chars.all(|c| starts(c) || c.is_ascii_digit() || (c == '$' && !self.is_sqlite()))
            && !reserved::needs_quotes(self.dialect, name)
    }
}

fn sqlite_type(data_type: &DataType) -> String {
    let plain = data_type.name.split(' ').all(|word| word.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let reserved = data_type.name.split(' ').any(reserved::ends_a_type);
    let digit = data_type.name.starts_with(|c: char| c.is_ascii_digit());
    let name = if plain && !reserved && !digit {
        data_type.name.clone()
    } else {
        format!("\"{}\"", data_type.name.replace('"', "\"\""))
    };
    format!("{name}{}", arguments(data_type))
}

fn arguments(data_type: &DataType) -> String {
    if data_type.arguments.is_empty() { String::new() } else { format!("({})", data_type.arguments.join(",")) }
}

/// Schema and name of a type outside `pg_catalog`.
fn user_defined(name: &str) -> Option<(&str, &str)> {
    if name.starts_with('"') { None } else { name.split_once('.') }
}

/// Whether the dot of a collation's name belongs to a locale such as `en_US.utf8`.
fn is_locale(before: &str, after: &str) -> bool {
    let after = after.to_ascii_lowercase();
    before.contains(|c: char| c.is_ascii_uppercase() || c == '@')
        || ["utf8", "utf-8", "iso", "koi8", "euc", "big5", "gb", "cp1"].iter().any(|known| after.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_only_where_needed() {
        let postgres = Writer::new(Dialect::Postgres);
        assert_eq!(postgres.ident("user_id"), "user_id");
        assert_eq!(postgres.ident("user"), "\"user\"");
        assert_eq!(postgres.ident("User"), "\"User\"");
        assert_eq!(postgres.ident("a\"b"), "\"a\"\"b\"");
        assert_eq!(postgres.ident(""), "\"\"");
        let sqlite = Writer::new(Dialect::Sqlite);
        assert_eq!(sqlite.ident("User"), "User");
        assert_eq!(sqlite.ident("order"), "\"order\"");
        assert_eq!(sqlite.name(&QualifiedName::new("main", "t")), "t");
        assert_eq!(postgres.name(&QualifiedName::new("public", "t")), "public.t");
    }

    #[test]
    fn types_are_quoted_per_part() {
        let writer = Writer::new(Dialect::Postgres);
        assert_eq!(writer.data_type(&DataType::named("public.Mood")), "public.\"Mood\"");
        let stamp = DataType::with_arguments("timestamp without time zone", ["3".to_owned()]);
        assert_eq!(writer.data_type(&stamp), "timestamp(3) without time zone");
        let fields = DataType::with_arguments("interval", ["day to second".to_owned(), "3".to_owned()]);
        assert_eq!(writer.data_type(&fields), "interval day to second(3)");
        assert_eq!(writer.collation("en_US.utf8"), "\"en_US.utf8\"");
        assert_eq!(writer.collation("public.german"), "public.german");
    }
}
