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
mod shared;
mod source;
mod sqlite;
mod statement;

use std::ops::ControlFlow;

use database::{EngineKind, EngineUrl, Session, Value};

pub use open::EngineTable;
pub use options::EngineOptions;
pub use pair::{Wanted, pair};

use self::hashing::Hashing;
use self::shared::EachRow;
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

/// Who hashes the rows.
enum Hashes {
    /// `PostgreSQL`, by an expression.
    Postgres(Hashing),
    /// `MySQL` or `MariaDB`, by an expression.
    MySql(Hashing),
    /// `SQLite`, by functions of ours.
    Sqlite,
    /// We, of the rows as they are read.
    Here,
}

impl EngineSide {
    /// The session that leads, what is read, and what is said where it fails.
    fn parts(&mut self) -> Result<(&mut Session, &Source)> {
        let session =
            self.sessions.first_mut().ok_or_else(|| Error::new(ErrorKind::Unreachable, "there is no session"))?;
        Ok((session, &self.source))
    }

    /// Who hashes the rows by a method.
    fn hashing(&self, method: &HashMethod) -> Result<Hashes> {
        if *method == HashMethod::Native && self.info.native.is_none() {
            return Err(Error::new(ErrorKind::Usage, format!("{} has no hash of its own", self.info.label)));
        }
        let computed = self.info.pushes_down || *method == HashMethod::Native;
        Ok(match self.source.engine {
            EngineKind::Sqlite if computed => Hashes::Sqlite,
            engine => match Hashing::new(&self.source, method).filter(|_| computed) {
                Some(hashing) if engine == EngineKind::Postgres => Hashes::Postgres(hashing),
                Some(hashing) => Hashes::MySql(hashing),
                None => Hashes::Here,
            },
        })
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
        self.info.pushes_down && (self.source.engine == EngineKind::Sqlite || Hashing::takes(&self.source, forms))
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
        let hashes = self.hashing(method)?;
        let (sessions, source) = (&mut self.sessions, &self.source);
        let outcome = match (hashes, sessions.as_mut_slice()) {
            (Hashes::Postgres(hashing), all) => postgres::checksums::of(all, source, &hashing, buckets),
            (Hashes::MySql(hashing), [session, ..]) => mysql::checksums::of(session, source, &hashing, buckets),
            (Hashes::Sqlite, [session, ..]) => sqlite::checksums::of(session, source, method, buckets),
            (_, all) => local::checksums(all, source, method, buckets),
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
        let hashes = self.hashing(method)?;
        let (sessions, source) = (&mut self.sessions, &self.source);
        let outcome = match (hashes, sessions.as_mut_slice()) {
            (Hashes::Postgres(hashing), all) => postgres::digests::of(all, source, &hashing, buckets, wanted, each),
            (Hashes::MySql(hashing), [session, ..]) => {
                mysql::digests::of(session, source, &hashing, buckets, wanted, each)
            }
            (Hashes::Sqlite, [session, ..]) => sqlite::digests::of(session, source, method, buckets, wanted, each),
            (_, all) => local::digests(all, source, method, buckets, wanted, each),
        };
        self.named(outcome)
    }

    fn rows(&mut self, range: &KeyRange, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let sorted = self.info.sorted;
        let (session, source) = self.parts()?;
        let outcome = local::rows(session, source, range, sorted, each);
        self.named(outcome)
    }

    fn rows_between(
        &mut self,
        range: &KeyRange,
        bounds: &[Row],
        each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let buckets = Buckets::Ranges { within: range.clone(), bounds: bounds.to_vec() };
        let all: Vec<usize> = (0..buckets.len()).collect();
        let shares = ranges::shares(&buckets, &all, self.sessions.len()).concat();
        let (source, sorted) = (&self.source, self.info.sorted);
        let read = |session: &mut Session, range: &KeyRange, each: EachRow<'_>| {
            local::rows(session, source, range, sorted, each)
        };
        let outcome = shared::in_order(&mut self.sessions, &shares, &read, each);
        self.named(outcome)
    }

    fn rows_by_key(&mut self, keys: &[Row], each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let outcome = by_key::rows(&mut self.sessions, &self.source, keys, each);
        self.named(outcome)
    }

    fn shortfalls(&self) -> Vec<String> {
        if self.options.connections < 2 || self.sessions.len() > 1 {
            return Vec::new();
        }
        let engine = self.source.engine;
        vec![format!(
            "{} is read with one connection: {engine} has no snapshot that several could share",
            self.info.label
        )]
    }

    fn refresh(&mut self) -> Result<()> {
        let ended = self.sessions.iter_mut().try_for_each(Session::end_snapshot);
        let outcome = ended.map_err(Error::from).and_then(|()| self.begin());
        self.named(outcome)
    }
}
