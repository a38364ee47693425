//! What can go wrong between this crate and an engine.

use std::fmt;

/// What kind of failure it is: what a caller can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The URL cannot be used.
    Url,
    /// The engine cannot be reached, refuses the login, or the connection is lost.
    Unreachable,
    /// A lock was not granted within the lock timeout; trying again can help.
    LockTimeout,
    /// A deadlock or a serialisation failure; trying again can help.
    Conflict,
    /// A statement took longer than its timeout, or was cancelled.
    Timeout,
    /// A row violates a constraint.
    ConstraintViolation,
    /// A value does not fit its type.
    InvalidValue,
    /// The statement is not SQL of this engine.
    Syntax,
    /// Something that the statement names does not exist.
    Undefined,
    /// Something that the statement creates exists.
    Duplicate,
    /// The role may not do this.
    Permission,
    /// A statement prepared earlier returns other columns now (`cached plan must not change result type`).
    CachedPlan,
    /// The engine cannot do this.
    Unsupported,
    /// Anything else.
    Other,
}

/// A failure, with what the engine said of it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Failure>);

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, Clone)]
struct Failure {
    kind: ErrorKind,
    code: Option<String>,
    message: String,
    detail: Option<String>,
    hint: Option<String>,
    statement: Option<String>,
}

impl Error {
    /// A failure that the engine has no code for.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Failure { kind, code: None, message, detail: None, hint: None, statement: None }))
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The engine's code: SQLSTATE (`23505`) on PostgreSQL, the server's number (`1062`) on MySQL and MariaDB,
    /// the extended result code (`2067`) on SQLite.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the engine says, without detail and hint.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the engine says further.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What the engine advises.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The statement that failed, where the caller ran more than one.
    pub fn statement(&self) -> Option<&str> {
        self.0.statement.as_deref()
    }

    /// Says which of several statements failed.
    pub(crate) fn in_statement(mut self, statement: &str) -> Self {
        self.0.statement.get_or_insert_with(|| statement.to_owned());
        self
    }

    /// Puts what was being done in front of the message.
    pub(crate) fn context(mut self, doing: &str) -> Self {
        self.0.message = format!("{doing}: {}", self.0.message);
        self
    }

    pub(crate) fn hinting(mut self, hint: &str) -> Self {
        self.0.hint.get_or_insert_with(|| hint.to_owned());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(code) = &self.code {
            write!(f, " [{code}]")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, "; {detail}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; hint: {hint}")?;
        }
        if let Some(statement) = &self.statement {
            write!(f, "; in `{}`", shorten(statement))?;
        }
        Ok(())
    }
}

/// The first part of a statement, on one line.
fn shorten(statement: &str) -> String {
    const LIMIT: usize = 160;
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(reply) = error.as_db_error() else {
            let lost = error.is_closed() || is_of_the_network(&error);
            let kind = if lost { ErrorKind::Unreachable } else { ErrorKind::Other };
            return Self::new(kind, with_causes(&error));
        };
        Self(Box::new(Failure {
            kind: kind_of_sqlstate(reply.code().code(), reply.message()),
            code: Some(reply.code().code().to_owned()),
            message: reply.message().to_owned(),
            detail: reply.detail().map(str::to_owned),
            hint: reply.hint().map(str::to_owned),
            statement: None,
        }))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let (code, message) = match &error {
            rusqlite::Error::SqliteFailure(code, message) => (Some(*code), message.clone()),
            rusqlite::Error::SqlInputError { error, msg, .. } => (Some(*error), Some(msg.clone())),
            _ => (None, None),
        };
        let message = message.unwrap_or_else(|| error.to_string());
        let kind = code.map_or(ErrorKind::Other, |code| kind_of_sqlite(code.code, &message));
        let mut failure = Self::new(kind, message);
        failure.0.code = code.map(|code| code.extended_code.to_string());
        failure
    }
}

/// Whether the connection is what failed.
fn is_of_the_network(error: &dyn std::error::Error) -> bool {
    use std::io::ErrorKind as Io;
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(inner) = inner.downcast_ref::<std::io::Error>() {
            return !matches!(inner.kind(), Io::InvalidInput | Io::InvalidData | Io::Other);
        }
        cause = inner.source();
    }
    false
}

impl From<mysql::Error> for Error {
    fn from(error: mysql::Error) -> Self {
        let mysql::Error::MySqlError(reply) = error else {
            let kind = match error {
                mysql::Error::IoError(_) | mysql::Error::DriverError(_) | mysql::Error::CodecError(_) => {
                    ErrorKind::Unreachable
                }
                _ => ErrorKind::Other,
            };
            // The library shows what it says itself in the notation of its types.
            let message = match &error {
                mysql::Error::DriverError(inner) => with_causes(inner),
                mysql::Error::IoError(inner) => with_causes(inner),
                _ => with_causes(&error),
            };
            return Self::new(kind, message);
        };
        let kind = kind_of_mysql(reply.code, &reply.state);
        let mut failure = Self::new(kind, reply.message);
        failure.0.code = Some(reply.code.to_string());
        failure
    }
}

/// The message of `error` with those of its causes, which the client library leaves out of its own.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

/// Kinds by SQLSTATE (PostgreSQL manual, appendix A).
fn kind_of_sqlstate(code: &str, message: &str) -> ErrorKind {
    match code {
        "55P03" => ErrorKind::LockTimeout,
        "40P01" | "40001" => ErrorKind::Conflict,
        "57014" => ErrorKind::Timeout,
        "42601" => ErrorKind::Syntax,
        "42501" | "25006" => ErrorKind::Permission,
        "42P01" | "42703" | "42883" | "42704" | "3F000" => ErrorKind::Undefined,
        "42P07" | "42701" | "42710" | "42P06" | "42723" | "42P04" => ErrorKind::Duplicate,
        "0A000" if message.starts_with("cached plan must not change result type") => ErrorKind::CachedPlan,
        "0A000" => ErrorKind::Unsupported,
        "3D000" | "57P01" | "57P02" | "57P03" | "53300" => ErrorKind::Unreachable,
        _ => match code.get(..2) {
            Some("23") => ErrorKind::ConstraintViolation,
            Some("22") => ErrorKind::InvalidValue,
            Some("08" | "28") => ErrorKind::Unreachable,
            _ => ErrorKind::Other,
        },
    }
}

/// Kinds by the server's numbers (MySQL's "Server Error Message Reference", MariaDB's from 1900 and 4000).
fn kind_of_mysql(code: u16, state: &str) -> ErrorKind {
    match code {
        1205 | 3572 => ErrorKind::LockTimeout,
        1020 | 1213 => ErrorKind::Conflict,
        1317 | 1969 | 3024 => ErrorKind::Timeout,
        1040 | 1045 | 1049 | 1053 | 1129 | 1130 | 1152 | 1158..=1161 | 1203 | 1698 | 1927 | 4031 => {
            ErrorKind::Unreachable
        }
        1044 | 1142 | 1143 | 1227 | 1290 | 1370 | 1792 => ErrorKind::Permission,
        1064 | 1149 => ErrorKind::Syntax,
        1051 | 1054 | 1091 | 1109 | 1146 | 1305 => ErrorKind::Undefined,
        1007 | 1050 | 1060 | 1061 | 1304 | 1826 => ErrorKind::Duplicate,
        1048 | 1062 | 1169 | 1216 | 1217 | 1451 | 1452 | 1557 | 1586 | 3819 | 4025 => ErrorKind::ConstraintViolation,
        1235 | 1295 => ErrorKind::Unsupported,
        1364 | 1366 | 4078 => ErrorKind::InvalidValue,
        _ => match state.get(..2) {
            Some("22") => ErrorKind::InvalidValue,
            Some("23") => ErrorKind::ConstraintViolation,
            Some("08") => ErrorKind::Unreachable,
            _ => ErrorKind::Other,
        },
    }
}

fn kind_of_sqlite(code: rusqlite::ErrorCode, message: &str) -> ErrorKind {
    use rusqlite::ErrorCode as Code;
    match code {
        Code::ConstraintViolation => ErrorKind::ConstraintViolation,
        Code::DatabaseBusy | Code::DatabaseLocked => ErrorKind::LockTimeout,
        Code::CannotOpen | Code::NotADatabase | Code::SystemIoFailure | Code::DatabaseCorrupt => ErrorKind::Unreachable,
        Code::PermissionDenied | Code::ReadOnly | Code::AuthorizationForStatementDenied => ErrorKind::Permission,
        Code::TypeMismatch | Code::TooBig => ErrorKind::InvalidValue,
        Code::OperationInterrupted => ErrorKind::Timeout,
        _ if message.contains("syntax error") || message.contains("unrecognized token") => ErrorKind::Syntax,
        _ if message.starts_with("no such") => ErrorKind::Undefined,
        _ if message.contains("already exists") || message.contains("duplicate column") => ErrorKind::Duplicate,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_code_hint_and_statement_on_one_line() {
        let error = Error::new(ErrorKind::Syntax, "no").hinting("do").in_statement("SELECT\n  1");
        assert_eq!(error.to_string(), "no; hint: do; in `SELECT 1`");
    }

    #[test]
    fn a_cached_plan_is_told_from_other_unsupported_things() {
        assert_eq!(kind_of_sqlstate("0A000", "cached plan must not change result type"), ErrorKind::CachedPlan);
        assert_eq!(kind_of_sqlstate("0A000", "cross-database references"), ErrorKind::Unsupported);
    }
}
