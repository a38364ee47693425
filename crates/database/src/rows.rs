//! Rows of a result, as text.

/// Rows of a result, every value as text and NULL as none.
///
/// On PostgreSQL the text is the engine's own output form. On SQLite, where a column can hold any type, it is the SQL
/// literal (`1`, `1.0`, `'1'`, `X'31'`), so that values of different types differ; [`Rows::value`] takes the quotes off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with a value per column.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows changed or returned, as the engine counts them.
    pub affected: u64,
    pub(crate) literals: bool,
}

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The value of a column in a row, without the quotes of an SQLite literal; none for NULL and outside the result.
    pub fn value(&self, row: usize, column: usize) -> Option<String> {
        let text = self.rows.get(row)?.get(column)?.as_deref()?;
        let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        Some(match quoted {
            Some(inner) if self.literals => inner.replace("''", "'"),
            _ => text.to_owned(),
        })
    }

    /// The value in the first column of the first row.
    pub fn scalar(&self) -> Option<String> {
        self.value(0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lose_the_quotes_of_a_literal_only_where_there_are_literals() {
        let rows = vec![vec![Some("'it''s'".to_owned())]];
        let sqlite = Rows { columns: vec!["a".into()], rows: rows.clone(), affected: 1, literals: true };
        assert_eq!(sqlite.scalar().as_deref(), Some("it's"));
        let postgres = Rows { literals: false, ..sqlite };
        assert_eq!(postgres.scalar().as_deref(), Some("'it''s'"));
        assert_eq!(postgres.value(0, 9), None);
    }
}
