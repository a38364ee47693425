//! What rows are grouped by: a column, or the year, month, day or hour of one.

use database::{EngineKind, ValueKind};

/// What rows are grouped by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grouping {
    unit: Option<Unit>,
    column: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
    Hour,
}

impl Unit {
    fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "year" => Self::Year,
            "month" => Self::Month,
            "day" => Self::Day,
            "hour" => Self::Hour,
            _ => return None,
        })
    }

    /// The form of `PostgreSQL`'s `to_char`, `MySQL`'s `date_format`, `SQLite`'s `strftime`; all three give the same text.
    fn form(self, engine: EngineKind) -> &'static str {
        match (engine, self) {
            (EngineKind::Postgres, Self::Year) => "YYYY",
            (EngineKind::Postgres, Self::Month) => "YYYY-MM",
            (EngineKind::Postgres, Self::Day) => "YYYY-MM-DD",
            (EngineKind::Postgres, Self::Hour) => "YYYY-MM-DD HH24",
            (_, Self::Year) => "%Y",
            (_, Self::Month) => "%Y-%m",
            (_, Self::Day) => "%Y-%m-%d",
            (_, Self::Hour) => "%Y-%m-%d %H",
        }
    }
}

impl Grouping {
    /// Reads `day(created_at)` or `status`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let Some((unit, rest)) = text.split_once('(') else {
            return match text {
                "" => Err("nothing is named to group by".to_owned()),
                _ => Ok(Self { unit: None, column: text.to_owned() }),
            };
        };
        let column = rest.strip_suffix(')').map(str::trim).filter(|it| !it.is_empty() && !it.contains(['(', ')']));
        match (Unit::parse(unit.trim()), column) {
            (Some(unit), Some(column)) => Ok(Self { unit: Some(unit), column: column.to_owned() }),
            _ => Err(format!(
                "`{text}` is no grouping: write a column, or year, month, day or hour of one: `day(created_at)`"
            )),
        }
    }

    /// The column.
    pub(crate) fn column(&self) -> &str {
        &self.column
    }

    /// The expression in an engine's SQL; `column` is quoted.
    pub(crate) fn sql(&self, engine: EngineKind, column: &str, kind: Option<&ValueKind>) -> String {
        let Some(unit) = self.unit else { return column.to_owned() };
        let form = unit.form(engine);
        match (engine, kind) {
            (EngineKind::Postgres, Some(ValueKind::TimestampTz(_))) => {
                format!("to_char({column} AT TIME ZONE 'UTC', '{form}')")
            }
            (EngineKind::Postgres, _) => format!("to_char({column}, '{form}')"),
            (EngineKind::Sqlite, _) => format!("strftime('{form}', {column})"),
            _ => format!("date_format({column}, '{form}')"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_units_of_them_are_read() {
        let day = Grouping::parse(" day( signed_on ) ").unwrap();
        assert_eq!(day.column(), "signed_on");
        assert_eq!(day.sql(EngineKind::Sqlite, "\"signed_on\"", None), "strftime('%Y-%m-%d', \"signed_on\")");
        let zoned = day.sql(EngineKind::Postgres, "\"signed_on\"", Some(&ValueKind::TimestampTz(None)));
        assert_eq!(zoned, "to_char(\"signed_on\" AT TIME ZONE 'UTC', 'YYYY-MM-DD')");
        assert_eq!(Grouping::parse("port").unwrap().sql(EngineKind::MySql, "`port`", None), "`port`");
        for wrong in ["", "week(a)", "day()", "day(a", "day(f(a))"] {
            assert!(Grouping::parse(wrong).is_err(), "{wrong}");
        }
    }
}
