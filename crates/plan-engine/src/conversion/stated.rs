//! Conversions that the user states.

use std::collections::BTreeSet;

use crate::derivation::{read_expression, unsteady};
use schema_diff::catalogue::{ObjectPath, QualifiedName};
use schema_diff::diff::stated_name::{sides, unquoted};
use schema_diff::diff::{Change, ChangeKind};

/// How the values of a column become those of its new type and back:
/// `table.column=up:EXPRESSION,down:EXPRESSION` or `schema.table.column=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convert {
    /// The column, as `table.column` or `schema.table.column`.
    pub column: String,
    /// An SQL expression over the row with the old type that gives the new value.
    pub up: String,
    /// An SQL expression over the row with the new type that gives the old value.
    pub down: String,
}

impl std::str::FromStr for Convert {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |what: &str| {
            format!(
                "`{text}` is no conversion: {what}; write table.column=up:EXPRESSION,down:EXPRESSION, for example \
                 readings.at=up:to_timestamp(at),down:extract(epoch FROM at)::bigint"
            )
        };
        let (column, ways) = sides(text).ok_or_else(|| wrong("there is no `=`"))?;
        let column = unquoted(column);
        if !column.contains('.') || column.split('.').any(str::is_empty) {
            return Err(wrong("before the `=` stands no table.column"));
        }
        let (mut up, mut down) = (None, None);
        for part in ways_of(ways).ok_or_else(|| wrong("a quote or bracket is not closed"))? {
            let (slot, expression) = match (part.strip_prefix("up:"), part.strip_prefix("down:")) {
                (Some(expression), _) => (&mut up, expression),
                (_, Some(expression)) => (&mut down, expression),
                _ => return Err(wrong("the ways begin with `up:` and `down:`")),
            };
            if slot.is_some() || expression.trim().is_empty() {
                return Err(wrong("each way stands there once and is not empty"));
            }
            *slot = Some(expression.trim().to_owned());
        }
        match (up, down) {
            (Some(up), Some(down)) => Ok(Self { column, up, down }),
            (None, _) => Err(wrong("the way up is missing")),
            (_, None) => Err(wrong("the way down is missing")),
        }
    }
}

impl Convert {
    /// Whether it speaks of the column `column` of `schema.table`.
    pub(crate) fn speaks_of(&self, table: &QualifiedName, column: &str) -> bool {
        self.column == format!("{}.{column}", table.name) || self.column == format!("{table}.{column}")
    }
}

/// What is wrong with the first of `conversions` that fits no column which changes, or speaks of one twice.
pub(crate) fn misfit(conversions: &[Convert], changes: &[Change]) -> Option<String> {
    let altered: Vec<_> = changes
        .iter()
        .filter_map(|change| match (&change.path, &change.kind) {
            (ObjectPath::Column(table, column), ChangeKind::Altered { .. } | ChangeKind::Renamed { .. }) => {
                Some((table, column))
            }
            _ => None,
        })
        .collect();
    for (at, convert) in conversions.iter().enumerate() {
        for (way, text) in [("up", &convert.up), ("down", &convert.down)] {
            if let Some(problem) = problem_of(text) {
                return Some(format!("--convert {}: {way}: {problem}", convert.column));
            }
        }
        let matches: Vec<_> = altered.iter().filter(|(table, column)| convert.speaks_of(table, column)).collect();
        let tables: BTreeSet<_> = matches.iter().map(|(table, _)| table).collect();
        if tables.is_empty() {
            let mut known: Vec<_> = altered.iter().map(|(table, column)| format!("{table}.{column}")).collect();
            known.dedup();
            let known = if known.is_empty() { "none does".to_owned() } else { known.join(", ") };
            return Some(format!(
                "--convert {}: no column of that name changes its type; columns that change: {known}",
                convert.column
            ));
        }
        if tables.len() > 1 {
            return Some(format!(
                "--convert {}: more than one table has this column; name the schema too",
                convert.column
            ));
        }
        let twice = |(table, column): &&(&QualifiedName, &String)| {
            conversions.iter().skip(at + 1).any(|it| it.speaks_of(table, column))
        };
        if matches.into_iter().any(|it| twice(&it)) {
            return Some(format!("--convert {} is there twice: leave one", convert.column));
        }
    }
    None
}

/// What is wrong with an expression as it stands.
fn problem_of(text: &str) -> Option<String> {
    match read_expression(text) {
        Err(why) => Some(format!("`{text}` is no SQL expression: {why}")),
        Ok(expression) => unsteady(&expression).map(|call| {
            format!("`{call}` gives another value each time, and the two shapes would not stay equal; make the value of columns only")
        }),
    }
}

/// The parts of `text` at its commas outside quotes and brackets, where `up:` or `down:` follows.
fn ways_of(text: &str) -> Option<Vec<&str>> {
    let (mut depth, mut quote, mut start) = (0_i32, None, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, ',') if depth == 0 => {
                let rest = text.get(at + 1..)?.trim_start();
                if rest.starts_with("up:") || rest.starts_with("down:") {
                    parts.push(text.get(start..at)?.trim());
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(text.get(start..)?.trim());
    (quote.is_none() && depth == 0).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_brackets_and_quotes_belong_to_the_expression() {
        let convert: Convert = "app.t.c=up:coalesce(c, 'a,down:b'), down:left(c, 3)".parse().expect("a conversion");
        assert_eq!(convert.column, "app.t.c");
        assert_eq!(convert.up, "coalesce(c, 'a,down:b')");
        assert_eq!(convert.down, "left(c, 3)");
        let turned: Convert = "t.c=down:c::text,up:c::int".parse().expect("a conversion");
        assert_eq!((turned.up.as_str(), turned.down.as_str()), ("c::int", "c::text"));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (text, what) in [
            ("t.c", "no `=`"),
            ("c=up:a,down:b", "no table.column"),
            ("t.c=up:a", "way down is missing"),
            ("t.c=down:a", "way up is missing"),
            ("t.c=up:(a,down:b", "not closed"),
            ("t.c=a,b", "begin with"),
        ] {
            let error = text.parse::<Convert>().expect_err(text);
            assert!(error.contains(what), "{error}");
        }
    }
}
