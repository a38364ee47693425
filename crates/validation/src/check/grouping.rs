//! What rows are grouped by: a column, or the year, month, day or hour of one.

use database::{EngineKind, Session, Value, ValueKind};

use super::groups::group_text;
use super::measure::Measure;
use crate::canonical::{read, time};
use crate::{Error, ErrorKind, Result};

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
    /// The word of the file.
    fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "year" => Self::Year,
            "month" => Self::Month,
            "day" => Self::Day,
            "hour" => Self::Hour,
            _ => return None,
        })
    }

    /// The form of `PostgreSQL`'s `to_char` and `MySQL`'s `date_format`; both give the text that [`of_text`] gives.
    fn form(self, is_postgres: bool) -> &'static str {
        match (is_postgres, self) {
            (true, Self::Year) => "YYYY",
            (true, Self::Month) => "YYYY-MM",
            (true, Self::Day) => "YYYY-MM-DD",
            (true, Self::Hour) => "YYYY-MM-DD HH24",
            (false, Self::Year) => "%Y",
            (false, Self::Month) => "%Y-%m",
            (false, Self::Day) => "%Y-%m-%d",
            (false, Self::Hour) => "%Y-%m-%d %H",
        }
    }

    /// What is left of `2024-02-29T23:59:59`.
    fn of_text(self, text: &str) -> Option<String> {
        let day = text.find('T')?;
        let end = match self {
            Self::Year => day.checked_sub("-02-29".len())?,
            Self::Month => day.checked_sub("-29".len())?,
            Self::Day => day,
            Self::Hour => day + "T23".len(),
        };
        Some(text.get(..end)?.replace('T', " "))
    }

    /// The unit of a value of `SQLite`, which has no type for dates: it is read as the comparison of rows reads it. What is no date
    /// comes back as bytes.
    fn of_value(self, value: &Value) -> Value {
        if matches!(value, Value::Null) {
            return Value::Null;
        }
        let instant = read::instant(value).or_else(|| read::date(value).map(time::midnight));
        match instant.and_then(|it| self.of_text(&time::instant_text(it))) {
            Some(text) => Value::Text(text),
            None => Value::Bytes(crate::wire::plain(value).into_bytes()),
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

    /// The expression in the SQL of the session's engine; `column` is quoted. Texts are told apart by their bytes, not by a collation.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where a unit is asked for of what is no date and no point in time.
    pub(crate) fn sql(&self, session: &mut Session, column: &str, kind: Option<&ValueKind>) -> Result<String> {
        let engine = session.kind();
        let Some(unit) = self.unit else { return Ok(Measure::by_bytes(engine, column, kind)) };
        if engine == EngineKind::Sqlite {
            let function = format!("reconcile_{}", unit.as_str());
            session.register_function(&function, move |values| {
                values.first().map_or(Value::Null, |value| unit.of_value(value))
            })?;
            return Ok(format!("{function}({column})"));
        }
        let is_moment =
            |it: &ValueKind| matches!(it, ValueKind::Date | ValueKind::Timestamp(_) | ValueKind::TimestampTz(_));
        if let Some(kind) = kind.filter(|it| !is_moment(it)) {
            let message = format!(
                "`{}({})`: the column holds {}, and no dates or points in time",
                unit.as_str(),
                self.column,
                crate::kinds::plural(kind)
            );
            return Err(Error::new(ErrorKind::Usage, message));
        }
        let form = unit.form(engine == EngineKind::Postgres);
        Ok(match (engine, kind) {
            (EngineKind::Postgres, Some(ValueKind::TimestampTz(_))) => {
                format!("to_char({column} AT TIME ZONE 'UTC', '{form}')")
            }
            (EngineKind::Postgres, _) => format!("to_char({column}, '{form}')"),
            _ => format!("date_format({column}, '{form}')"),
        })
    }

    /// The name of a group that came back.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] where a value of `SQLite` could not be read as a date.
    pub(crate) fn name(&self, value: &Value) -> Result<String> {
        match (self.unit, value) {
            (Some(unit), Value::Bytes(bytes)) => {
                let (text, unit) = (String::from_utf8_lossy(bytes), unit.as_str());
                let message = format!("`{unit}({})`: `{text}` is no date and no point in time", self.column);
                Err(Error::new(ErrorKind::Malformed, message))
            }
            _ => Ok(group_text(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_units_of_them_are_read() {
        assert_eq!(Grouping::parse(" day( signed_on ) ").unwrap().column(), "signed_on");
        assert_eq!(Grouping::parse("port").unwrap(), Grouping { unit: None, column: "port".to_owned() });
        for wrong in ["", "week(a)", "day()", "day(a", "day(f(a))"] {
            assert!(Grouping::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn texts_are_read_as_the_points_in_time_that_they_are() {
        let of = |unit: Unit, text: &str| unit.of_value(&Value::Text(text.to_owned()));
        let text = |it: &str| Value::Text(it.to_owned());
        assert_eq!(of(Unit::Month, "2024-01-01 00:00:07+00"), text("2024-01"));
        assert_eq!(of(Unit::Hour, "2024-01-01T00:00:07+02:00"), text("2023-12-31 22"));
        assert_eq!(of(Unit::Year, "2024-02-29"), text("2024"));
        assert_eq!(of(Unit::Day, "soon"), Value::Bytes(b"soon".to_vec()));
        assert_eq!(Unit::Day.of_value(&Value::Null), Value::Null);
    }
}
