//! Functions of the workshop that templates call. They depend on no setting of the session, and none raises: a text that
//! is no value of the type gives NULL (`pg_input_is_valid` exists from version 16 on only).

use super::family::Family;
use super::way::End;
use crate::workshop::WORKSHOP;

/// Settings under which values are printed and read.
const SETTINGS: &str = "SET search_path TO pg_catalog, pg_temp SET datestyle TO 'ISO, YMD' SET intervalstyle TO 'postgres' SET timezone TO 'UTC' SET extra_float_digits TO 1 SET xmloption TO 'content'";

/// A function of the workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Helper {
    name: String,
    takes: String,
    returns: String,
    /// A condition on `value`, where the engine's own reading takes more than it should.
    guard: Option<&'static str>,
}

/// ISO 8601, or what the engine prints in its ISO style: no `now`, `today`, or order of day and month to guess.
const DATE: &str = r"value ~ '^\s*(\d{4,}-\d\d-\d\d( BC)?|-?infinity)\s*$'";
const TIMESTAMP: &str = r"value ~* '^\s*(\d{4,}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d(:?\d\d(:?\d\d)?)?)?)?( BC)?|-?infinity)\s*$'";
const TIMESTAMP_WITHOUT: &str =
    r"value ~* '^\s*(\d{4,}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.]\d+)?)?)?( BC)?|-?infinity)\s*$'";
const TIME: &str = r"value ~* '^\s*\d\d:\d\d(:\d\d([.]\d+)?)?([+-]\d\d(:?\d\d(:?\d\d)?)?)?\s*$'";

impl Helper {
    /// Reads a text as a value of `end`'s type; `None` of the length or precision is looked at.
    pub(super) fn parse(end: &End) -> Self {
        let returns = bare(&end.family, &end.sql);
        let guard = match &end.family {
            Family::Date => Some(DATE),
            Family::Timestamp(true, _) => Some(TIMESTAMP),
            Family::Timestamp(false, _) => Some(TIMESTAMP_WITHOUT),
            Family::Time(..) => Some(TIME),
            _ => None,
        };
        Self { name: format!("to_{}", tag(&returns)), takes: "text".to_owned(), returns, guard }
    }

    /// Prints a value of `end`'s type, where what is printed depends on settings.
    pub(super) fn print(end: &End) -> Self {
        let takes = bare(&end.family, &end.sql);
        Self { name: format!("print_{}", tag(&takes)), takes, returns: "text".to_owned(), guard: None }
    }

    /// A call with `value`.
    pub(super) fn call(&self, value: &str) -> String {
        format!("{WORKSHOP}.{}({value})", self.name)
    }

    /// The statement that makes it.
    pub(super) fn statement(self) -> String {
        let Self { name, takes, returns, guard } = self;
        let guard = guard.map_or(String::new(), |it| format!("  IF NOT ({it}) THEN\n    RETURN NULL;\n  END IF;\n"));
        format!(
            "CREATE OR REPLACE FUNCTION {WORKSHOP}.{name}(value {takes}) RETURNS {returns} LANGUAGE plpgsql IMMUTABLE STRICT {SETTINGS} AS $function$\n\
             BEGIN\n{guard}  RETURN value::{returns};\n\
             EXCEPTION WHEN data_exception OR program_limit_exceeded THEN\n  RETURN NULL;\nEND\n$function$"
        )
    }
}

/// The type without length or precision: the caller cuts and rounds.
fn bare(family: &Family, sql: &str) -> String {
    match family {
        Family::Numeric(_) => "numeric".to_owned(),
        Family::Timestamp(false, _) => "timestamp".to_owned(),
        Family::Timestamp(true, _) => "timestamptz".to_owned(),
        Family::Time(false, _) => "time".to_owned(),
        Family::Time(true, _) => "timetz".to_owned(),
        Family::Interval(_) => "interval".to_owned(),
        Family::Bits(_) => "bit varying".to_owned(),
        _ => sql.to_owned(),
    }
}

fn tag(sql: &str) -> String {
    sql.replace(' ', "_")
}
