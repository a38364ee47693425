//! A table of an engine as a side: what the engine can compute is computed there.

mod by_key;
mod hashing;
mod key;
mod local;
mod mysql;
mod open;
mod options;
mod pair;
mod postgres;
mod quantiles;
mod ranges;
mod source;
mod statement;

use std::ops::ControlFlow;

use database::{EngineKind, EngineUrl, Session, Value};

pub use open::EngineTable;
pub use options::EngineOptions;
pub use pair::{Wanted, pair};

use self::hashing::Hashing;
use self::source::Source;
use crate::{
    Buckets, Checksum, Error, ErrorKind, Form, HashMethod, KeyRange, Result, Row, RowDigest, Selection, Side, SideInfo,
};

/// A table or view of an engine, read through a selection in one snapshot. [`EngineTable::select`] makes it.
#[derive(Debug)]
pub struct EngineSide {
    url: EngineUrl,
    /// The first one leads; the others, where there are any, see its snapshot.
    sessions: Vec<Session>,
    options: EngineOptions,
    selection: Selection,
    source: Source,
    info: SideInfo,
}

impl EngineSide {
    /// The session that leads, what is read, and what is said where it fails.
    fn parts(&mut self) -> Result<(&mut Session, &Source)> {
        let session =
            self.sessions.first_mut().ok_or_else(|| Error::new(ErrorKind::Unreachable, "there is no session"))?;
        Ok((session, &self.source))
    }

    /// How the engine hashes by a method; none where it is done here.
    fn hashing(&self, method: &HashMethod) -> Result<Option<Hashing>> {
        if *method == HashMethod::Native && self.info.native.is_none() {
            return Err(Error::new(ErrorKind::Usage, format!("{} has no hash of its own", self.info.label)));
        }
        let computed = self.info.pushes_down || *method == HashMethod::Native;
        Ok(if computed { Hashing::new(&self.source, method) } else { None })
    }

    /// Says on which side something failed.
    fn named<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| error.context(&format!("reading {}", self.info.label)))
    }
}

impl Side for EngineSide {
    fn info(&self) -> &SideInfo {
        &self.info
    }

    fn selection(&self) -> &Selection {
        &self.selection
    }

    fn pushes_down(&self, forms: &[Form]) -> bool {
        self.info.pushes_down && Hashing::takes(&self.source, forms)
    }

    fn count(&mut self) -> Result<u64> {
        let (session, source) = self.parts()?;
        let statement = source.statement(format!("SELECT count(*) FROM {}{}", source.from, source.conditions([])));
        let outcome = statement.rows(session).and_then(|rows| match rows.first().map(Vec::as_slice) {
            Some([Value::Integer(count)]) => Ok(u64::try_from(*count).unwrap_or_default()),
            _ => Err(Error::new(ErrorKind::Malformed, "the engine did not give a number of rows")),
        });
        self.named(outcome)
    }

    fn quantiles(&mut self, parts: usize) -> Result<Vec<Row>> {
        let estimated = self.info.estimated_rows;
        let (session, source) = self.parts()?;
        let outcome = quantiles::of(session, source, parts, estimated);
        self.named(outcome)
    }

    fn checksums(&mut self, method: &HashMethod, buckets: &Buckets) -> Result<Vec<Checksum>> {
        let outcome = match self.hashing(method)? {
            Some(hashing) if self.source.engine == EngineKind::Postgres => {
                postgres::checksums::of(&mut self.sessions, &self.source, &hashing, buckets)
            }
            Some(hashing) => {
                let (session, source) = self.parts()?;
                mysql::checksums::of(session, source, &hashing, buckets)
            }
            None => {
                let (session, source) = self.parts()?;
                local::checksums(session, source, method, buckets)
            }
        };
        self.named(outcome)
    }

    fn digests(
        &mut self,
        method: &HashMethod,
        buckets: &Buckets,
        wanted: &[usize],
        each: &mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let hashing = self.hashing(method)?;
        let (session, source) = self.parts()?;
        let outcome = match hashing {
            Some(hashing) if source.engine == EngineKind::Postgres => {
                postgres::digests::of(session, source, &hashing, buckets, wanted, each)
            }
            Some(hashing) => mysql::digests::of(session, source, &hashing, buckets, wanted, each),
            None => local::digests(session, source, method, buckets, wanted, each),
        };
        self.named(outcome)
    }

    fn rows(&mut self, range: &KeyRange, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let sorted = self.info.sorted;
        let (session, source) = self.parts()?;
        let outcome = local::rows(session, source, range, sorted, each);
        self.named(outcome)
    }

    fn rows_by_key(&mut self, keys: &[Row], each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let (session, source) = self.parts()?;
        let outcome = by_key::rows(session, source, keys, each);
        self.named(outcome)
    }

    fn refresh(&mut self) -> Result<()> {
        let ended = self.sessions.iter_mut().try_for_each(Session::end_snapshot);
        let outcome = ended.map_err(Error::from).and_then(|()| self.begin());
        self.named(outcome)
    }
}
