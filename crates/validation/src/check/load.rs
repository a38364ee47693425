//! Numbers that have to stay low while rows are read: the lag of a replica, the load of a server.

use database::{EngineUrl, Session};

use super::amount::Amount;
use super::ask;
use crate::{Error, ErrorKind, Result};

/// A number that has to stay low while rows are read.
#[derive(Debug)]
pub struct LoadGuard {
    url: EngineUrl,
    session: Option<Session>,
    query: String,
    at_most: f64,
}

impl LoadGuard {
    /// `query` answers with one number on the engine at `url`, and nothing is read while it is above `at_most`.
    pub fn new(url: EngineUrl, query: impl Into<String>, at_most: f64) -> Self {
        Self { url, session: None, query: query.into(), at_most }
    }

    /// Whether reading has to wait now. No answer, as of a replica that is not running, is no reason to go on.
    ///
    /// # Errors
    /// Where the engine cannot be asked, or answers with something that is no number.
    pub fn must_wait(&mut self) -> Result<bool> {
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(Session::open(&self.url)?),
        };
        let rows = ask::first_rows(session, &self.query, 1)?;
        match rows.first().and_then(|it| it.first()) {
            None | Some(database::Value::Null) => Ok(true),
            Some(value) => match Amount::of(value) {
                Some(number) => Ok(number.float() > self.at_most),
                None => Err(Error::new(ErrorKind::Usage, format!("the answer to `{}` is no number", self.query))),
            },
        }
    }
}
