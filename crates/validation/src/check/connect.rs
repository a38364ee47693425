//! Opens the connections of a file of checks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use database::{EngineUrl, Interrupt, Session, SnapshotOptions};

use super::file::{Connection, Throttle};
use crate::rows::FilePlace;
use crate::{Error, ErrorKind, Result};

/// The sessions of one side, by the names of their connections. Both sides have sessions of their own, also on one database, so
/// that they can be asked at once.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    open: BTreeMap<String, Session>,
    /// Those that are in a snapshot.
    reading: BTreeSet<String>,
}

impl Sessions {
    /// The session of that name in a snapshot that reads only, opened where it is not yet.
    pub(crate) fn get(&mut self, book: &AddressBook, name: &str) -> Result<&mut Session> {
        if !self.open.contains_key(name) {
            let session = Session::open(&book.url(name)?)?;
            self.open.insert(name.to_owned(), session);
        }
        let session = self.open.get_mut(name).ok_or_else(|| unknown(name))?;
        if self.reading.insert(name.to_owned()) {
            session.begin_snapshot(&book.snapshot_options())?;
        }
        Ok(session)
    }

    /// Ends the snapshots; a session that does not answer is given up, and opened again when it is needed.
    pub(crate) fn rest(&mut self) {
        let reading = std::mem::take(&mut self.reading);
        self.open.retain(|name, session| !reading.contains(name) || session.end_snapshot().is_ok());
    }

    /// Gives all sessions up.
    pub(crate) fn close(&mut self) {
        self.open.clear();
        self.reading.clear();
    }
}

/// Where the connections of a file of checks are.
#[derive(Debug)]
pub(crate) struct AddressBook {
    connections: BTreeMap<String, Connection>,
    folder: PathBuf,
    statement_timeout: Option<Duration>,
    /// Ends what the sessions do.
    interrupt: Interrupt,
}

impl AddressBook {
    /// Relative paths start at `folder`.
    pub(crate) fn new(connections: BTreeMap<String, Connection>, folder: &Path, throttle: &Throttle) -> Self {
        let statement_timeout = throttle.statement_timeout.map(Duration::from_secs);
        Self { connections, folder: folder.to_owned(), statement_timeout, interrupt: Interrupt::default() }
    }

    /// What its sessions do ends when `interrupt` is asked for that.
    pub(crate) fn interrupted_by(&mut self, interrupt: &Interrupt) {
        self.interrupt = interrupt.clone();
    }

    pub(crate) fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    pub(crate) fn snapshot_options(&self) -> SnapshotOptions {
        let options = SnapshotOptions::default();
        self.statement_timeout.map_or(options.clone(), |it| options.statement_timeout(it))
    }

    /// The URL of the connection called `name`, with the password from where the file says.
    pub(crate) fn url(&self, name: &str) -> Result<EngineUrl> {
        let connection = self.connections.get(name).ok_or_else(|| unknown(name))?;
        let usage = |message: String| Error::new(ErrorKind::Usage, format!("connection `{name}`: {message}"));
        let text = match (&connection.url, &connection.url_env) {
            (Some(url), _) => url.clone(),
            (None, Some(variable)) => std::env::var(variable).map_err(|_| {
                usage(format!("the variable {variable} of the environment, which holds its URL, is not set"))
            })?,
            (None, None) => return Err(usage("it has neither `url` nor `url-env`".to_owned())),
        };
        let url = EngineUrl::from_str(&self.placed(&text)).map_err(|error| usage(error.to_string()))?;
        let url = url.interrupted_by(&self.interrupt);
        Ok(match self.password(connection, &usage)? {
            Some(password) => url.with_password(&password),
            None => url,
        })
    }

    fn password(&self, connection: &Connection, usage: &dyn Fn(String) -> Error) -> Result<Option<String>> {
        if let Some(variable) = &connection.password_env {
            let found = std::env::var(variable);
            let missing =
                |_| usage(format!("the variable {variable} of the environment, which holds its password, is not set"));
            return Ok(Some(found.map_err(missing)?));
        }
        let Some(file) = &connection.password_file else { return Ok(None) };
        let path = self.folder.join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| usage(format!("the file of its password, {}, cannot be read: {error}", path.display())))?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }

    /// A file that a check names.
    pub(crate) fn file(&self, named: &str) -> Result<FilePlace> {
        // A file with a `?` in its name is looked for where it is meant to be.
        let path = self.folder.join(named);
        if named.contains('?') && path.is_file() {
            return path.to_string_lossy().parse();
        }
        Ok(named.parse::<FilePlace>()?.within(&self.folder))
    }

    /// The path of an `SQLite` file from the folder of the checks.
    fn placed(&self, url: &str) -> String {
        match url.strip_prefix("sqlite:") {
            Some(path) if path != ":memory:" && !path.starts_with('/') => {
                format!("sqlite:{}", self.folder.join(path).display())
            }
            _ => url.to_owned(),
        }
    }
}

fn unknown(name: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("there is no connection `{name}`"))
}
