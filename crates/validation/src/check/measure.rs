//! What is computed over the rows of a table or of a group.

use database::{EngineKind, ValueKind};

/// What is computed over rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    /// As it was written.
    pub(crate) text: String,
    pub(crate) function: Function,
    pub(crate) column: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Sum,
    /// Compared as sum and number: engines round averages each in their own way.
    Avg,
    Min,
    Max,
    Distinct,
    Nulls,
    /// The first value at which this share of the values is reached, as `parts` of `of`.
    Quantile {
        parts: u64,
        of: u64,
    },
}

/// More digits are of no use in a quantile.
const DIGITS: usize = 6;

impl Measure {
    /// Reads `sum(amount)` or `quantile(amount, 0.95)`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is nothing that can be computed: write sum, avg, min, max, distinct or nulls of a column, or \
                 quantile(column, 0.95)"
            )
        };
        let (function, rest) = text.trim().split_once('(').ok_or_else(wrong)?;
        let inner = rest.strip_suffix(')').ok_or_else(wrong)?;
        let (column, function) = match function.trim().to_ascii_lowercase().as_str() {
            "sum" => (inner, Function::Sum),
            "avg" => (inner, Function::Avg),
            "min" => (inner, Function::Min),
            "max" => (inner, Function::Max),
            "distinct" => (inner, Function::Distinct),
            "nulls" => (inner, Function::Nulls),
            "quantile" => {
                let (column, share) = inner.rsplit_once(',').ok_or_else(wrong)?;
                (column, share_of(share.trim()).ok_or_else(wrong)?)
            }
            _ => return Err(wrong()),
        };
        let column = column.trim();
        if column.is_empty() || column.contains(['(', ')']) {
            return Err(wrong());
        }
        Ok(Self { text: text.trim().to_owned(), function, column: column.to_owned() })
    }

    /// The expressions in an engine's SQL over a group of rows, none for a quantile, which needs a query of its own. `value` is
    /// the column quoted, or an expression.
    pub(crate) fn sql(&self, engine: EngineKind, value: &str, kind: Option<&ValueKind>) -> Vec<String> {
        match self.function {
            Function::Sum => vec![format!("sum({value})")],
            Function::Avg => vec![format!("sum({value})"), format!("count({value})")],
            Function::Min => vec![extreme("min", engine, value, kind)],
            Function::Max => vec![extreme("max", engine, value, kind)],
            Function::Distinct => vec![format!("count(DISTINCT {})", by_bytes(engine, value, kind))],
            Function::Nulls => vec![format!("count(*) - count({value})")],
            Function::Quantile { .. } => Vec::new(),
        }
    }

    /// Whether the values are texts, so that their order is to be that of their bytes.
    pub(crate) fn by_bytes(engine: EngineKind, value: &str, kind: Option<&ValueKind>) -> String {
        by_bytes(engine, value, kind)
    }
}

/// Texts by their bytes: collations order and equate them in other ways, each engine in its own.
fn by_bytes(engine: EngineKind, value: &str, kind: Option<&ValueKind>) -> String {
    // A column of SQLite may hold texts whatever it was declared as.
    if engine != EngineKind::Sqlite && !matches!(kind, Some(ValueKind::Text | ValueKind::Enum)) {
        return value.to_owned();
    }
    match engine {
        EngineKind::Postgres if kind == Some(&ValueKind::Enum) => format!("({value})::text COLLATE \"C\""),
        EngineKind::Postgres => format!("({value}) COLLATE \"C\""),
        EngineKind::Sqlite => format!("({value}) COLLATE BINARY"),
        _ => format!("CAST(CONVERT({value} USING utf8mb4) AS BINARY)"),
    }
}

fn extreme(function: &str, engine: EngineKind, value: &str, kind: Option<&ValueKind>) -> String {
    let ordered = by_bytes(engine, value, kind);
    match (engine, kind) {
        // Neither has an order of its own for them in `min`.
        (EngineKind::Postgres, Some(ValueKind::Uuid)) => format!("{function}(({value})::text COLLATE \"C\")"),
        (EngineKind::Postgres, Some(ValueKind::Bool)) => format!("{function}(({value})::int)"),
        (EngineKind::Postgres | EngineKind::Sqlite, _) => format!("{function}({ordered})"),
        (_, Some(ValueKind::Text | ValueKind::Enum)) => format!("CONVERT({function}({ordered}) USING utf8mb4)"),
        _ => format!("{function}({ordered})"),
    }
}

/// `0.95` as 95 of 100: whole numbers are compared the same way in every engine.
fn share_of(text: &str) -> Option<Function> {
    let fraction = match text.split_once('.') {
        Some((whole, fraction)) if whole.chars().all(|it| it == '0') => fraction,
        _ if text == "1" || text == "1.0" => return Some(Function::Quantile { parts: 1, of: 1 }),
        _ => return None,
    };
    let digits = fraction.trim_end_matches('0');
    if digits.is_empty() || digits.len() > DIGITS || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let of = digits.bytes().fold(1_u64, |of, _| of * 10);
    Some(Function::Quantile { parts: digits.parse().ok()?, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_read() {
        let read = |text| Measure::parse(text).map(|it| (it.function, it.column));
        assert_eq!(read("sum( amount )"), Ok((Function::Sum, "amount".to_owned())));
        let median = Function::Quantile { parts: 5, of: 10 };
        assert_eq!(read("quantile(amount, 0.50)"), Ok((median, "amount".to_owned())));
        for wrong in ["amount", "sum()", "median(a)", "quantile(a)", "quantile(a, 1.5)", "quantile(a, 0)", "sum(f(a))"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn texts_are_ordered_by_their_bytes() {
        let text = Some(&ValueKind::Text);
        let least = Measure::parse("min(name)").unwrap();
        assert_eq!(least.sql(EngineKind::Postgres, "\"name\"", text), ["min((\"name\") COLLATE \"C\")"]);
        assert!(least.sql(EngineKind::MariaDb, "`name`", text)[0].contains("AS BINARY"));
        assert_eq!(least.sql(EngineKind::Sqlite, "\"n\"", Some(&ValueKind::Integer)), ["min((\"n\") COLLATE BINARY)"]);
    }
}
