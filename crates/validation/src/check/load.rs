//! Numbers that have to stay low while rows are read: the lag of a replica, the load of a server.

use std::fmt;

use database::{EngineUrl, Session, Value};

use super::amount::Amount;
use super::shown;
use crate::{Error, ErrorKind, Result};

/// Is told why nothing is read, once each time that the waiting begins.
pub type Teller = Box<dyn FnMut(&str) + Send>;

/// A number that has to stay low while rows are read.
pub struct LoadGuard {
    url: EngineUrl,
    session: Option<Session>,
    query: String,
    at_most: f64,
    tell: Option<Teller>,
    waits: bool,
}

impl fmt::Debug for LoadGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadGuard").field("query", &self.query).field("at_most", &self.at_most).finish_non_exhaustive()
    }
}

impl LoadGuard {
    /// `query` answers with one number on the engine at `url`, and nothing is read while it is above `at_most`.
    pub fn new(url: EngineUrl, query: impl Into<String>, at_most: f64) -> Self {
        Self { url, session: None, query: query.into(), at_most, tell: None, waits: false }
    }

    /// Tells why it waits.
    #[must_use]
    pub fn telling(mut self, tell: Teller) -> Self {
        self.tell = Some(tell);
        self
    }

    /// Whether reading has to wait now.
    ///
    /// # Errors
    /// Where the engine cannot be asked, or answers with anything but a number: what cannot be told does not stay low.
    pub fn must_wait(&mut self) -> Result<bool> {
        let found = self.ask().map_err(|it| it.context(&format!("the load of {}, `{}`", self.url, self.query)))?;
        let waits = found.float() > self.at_most;
        if waits
            && !self.waits
            && let Some(tell) = &mut self.tell
        {
            tell(&format!(
                "`{}` is {}, above {}: nothing is read until it falls",
                self.query,
                found.text(),
                self.at_most
            ));
        }
        self.waits = waits;
        Ok(waits)
    }

    fn ask(&mut self) -> Result<Amount> {
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(Session::open(&self.url)?),
        };
        let mut found: Option<Value> = None;
        session.stream(&self.query, &[], &mut |row| -> Result<_> {
            found = row.first().cloned();
            Ok(std::ops::ControlFlow::Break(()))
        })?;
        let wrong = |what: &str| Error::new(ErrorKind::Usage, format!("it answers with {what}, not with a number"));
        let value = found.ok_or_else(|| wrong("no row"))?;
        Amount::of(&value).filter(|it| !it.float().is_nan()).ok_or_else(|| wrong(&format!("`{}`", shown::text(&value))))
    }
}
