//! An outbox in a database.

use std::time::Duration;

use super::tables::{Tables, install};
use super::{Connection, Dialect, Value};
use crate::dual_write::outbox::busy;
use crate::dual_write::{Backlog, Claim, Entry, EntryState, Outbox, Write};
use crate::{Error, ErrorKind};

/// An outbox in a database: best in the primary's, so that an entry lies in the transaction of its write.
///
/// The table holds entries of several streams, one for each pair of systems.
#[derive(Debug)]
pub struct SqlOutbox<C> {
    connection: C,
    stream: String,
    tables: Tables,
}

const COLUMNS: &str = "id, key, payload, state, attempts, made, error, (select origin from {origin})";

impl SqlOutbox<()> {
    /// Adds `write` in the primary's own transaction: it is there if and only if the primary's write is. Gives the entry's
    /// number.
    ///
    /// On `PostgreSQL` the transaction holds a lock on the key from here to its end, so that entries of a key are numbered in
    /// the order in which their transactions commit: call this at the same place of each transaction, before the write or
    /// after it, or two of them may wait for each other.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] outside a transaction, [`ErrorKind::Storage`] with what the engine said.
    pub fn enqueue_in(
        transaction: &mut impl Connection,
        stream: &str,
        write: &Write,
        now: Duration,
    ) -> Result<i64, Error> {
        if !transaction.in_transaction() {
            let message = "an entry is added in the transaction of the primary's write: begin one, or use an intent";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let tables = Tables::of(transaction.dialect());
        let entry = insert(transaction, tables, stream, write, EntryState::Pending, now, "")?;
        entry.map(|it| it.id).ok_or_else(|| Error::storage("the outbox took no entry"))
    }

    /// The statements that make the tables: for a migration. Run again, they change nothing.
    pub fn ddl(dialect: Dialect) -> Vec<String> {
        Tables::of(dialect).outbox_ddl()
    }
}

impl<C: Connection> SqlOutbox<C> {
    /// The outbox of `stream` in the database of `connection`, whose tables [`SqlOutbox::install`] or a migration has made.
    pub fn new(connection: C, stream: impl Into<String>) -> Self {
        let tables = Tables::of(connection.dialect());
        Self { connection, stream: stream.into(), tables }
    }

    /// Makes the tables where they are not there.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], with what the engine said.
    pub fn install(&mut self) -> Result<(), Error> {
        install(&mut self.connection, &self.tables.outbox_ddl())
    }

    /// The connection.
    pub fn connection(&mut self) -> &mut C {
        &mut self.connection
    }

    fn statement(&self, text: &str) -> String {
        self.tables.statement(text)
    }

    fn entries(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Entry>, Error> {
        let statement = self.statement(&statement.replace("{columns}", COLUMNS));
        self.connection.rows(&statement, values)?.into_iter().map(entry).collect()
    }

    fn of_state(&mut self, state: EntryState, before: Duration, after: i64, limit: usize) -> Result<Vec<Entry>, Error> {
        self.entries(
            "select {columns} from {outbox} where stream = $1 and state = $2 and made < $3 and id > $4 \
             order by id limit $5",
            &[self.stream.as_str().into(), state.word().into(), millis(before), after.into(), count(limit)],
        )
    }

    fn remove(&mut self, id: i64, state: EntryState) -> Result<u64, Error> {
        let statement = self.statement("delete from {outbox} where stream = $1 and id = $2 and state = $3");
        self.connection.run(&statement, &[self.stream.as_str().into(), id.into(), state.word().into()])
    }

    fn change(&mut self, set: &str, id: i64, from: EntryState, values: &[Value]) -> Result<u64, Error> {
        let text = format!("update {{outbox}} set {set} where stream = $1 and id = $2 and state = $3");
        let mut all = vec![self.stream.as_str().into(), id.into(), from.word().into()];
        all.extend_from_slice(values);
        let statement = self.statement(&text);
        self.connection.run(&statement, &all)
    }
}

impl<C: Connection> Outbox for SqlOutbox<C> {
    fn announce(&mut self, write: &Write, now: Duration) -> Result<Entry, Error> {
        let conflict = "on conflict (stream, key) where state = 'intent' do nothing";
        let stream = self.stream.clone();
        let entry = insert(&mut self.connection, self.tables, &stream, write, EntryState::Intent, now, conflict)?;
        entry.ok_or_else(|| busy(&write.key))
    }

    fn take_on(&mut self, id: i64) -> Result<bool, Error> {
        Ok(self.change("state = 'pending'", id, EntryState::Intent, &[])? > 0)
    }

    fn withdraw(&mut self, id: i64) -> Result<(), Error> {
        self.remove(id, EntryState::Intent).map(|_| ())
    }

    fn intents(&mut self, before: Duration, after: i64, limit: usize) -> Result<Vec<Entry>, Error> {
        self.of_state(EntryState::Intent, before, after, limit)
    }

    fn claim(&mut self, claim: &Claim<'_>) -> Result<Vec<Entry>, Error> {
        let key = if claim.key.is_some() { "and e.key = $5" } else { "" };
        let dead = if claim.past_dead { "and earlier.state <> 'dead'" } else { "" };
        let lock = match self.tables.dialect {
            // Of two who ask at the same time, the second passes over what the first has taken.
            Dialect::Postgres => "for update skip locked",
            Dialect::Sqlite => "",
        };
        let text = format!(
            "update {{outbox}} set free = $2 where id in (select e.id from {{outbox}} e where e.stream = $1 \
             and e.state = 'pending' and e.free <= $3 {key} and not exists (select 1 from {{outbox}} earlier \
             where earlier.stream = e.stream and earlier.key = e.key and earlier.id < e.id {dead}) \
             order by e.id limit $4 {lock}) returning {{columns}}"
        );
        let until = claim.now.saturating_add(claim.lease);
        let mut values = vec![self.stream.as_str().into(), millis(until), millis(claim.now), count(claim.limit)];
        values.extend(claim.key.map(Value::from));
        let mut entries = self.entries(&text, &values)?;
        // `returning` promises no order.
        entries.sort_by_key(|it| it.id);
        Ok(entries)
    }

    fn confirm(&mut self, id: i64) -> Result<(), Error> {
        self.remove(id, EntryState::Pending).map(|_| ())
    }

    fn put_off(&mut self, id: i64, error: &str, due: Duration) -> Result<(), Error> {
        let set = "attempts = attempts + 1, error = $4, free = $5";
        self.change(set, id, EntryState::Pending, &[error.into(), millis(due)]).map(|_| ())
    }

    fn bury(&mut self, id: i64, error: &str) -> Result<(), Error> {
        self.change("state = 'dead', error = $4", id, EntryState::Pending, &[error.into()]).map(|_| ())
    }

    fn dead(&mut self, after: i64, limit: usize) -> Result<Vec<Entry>, Error> {
        self.of_state(EntryState::Dead, Duration::MAX, after, limit)
    }

    fn revive(&mut self, id: i64) -> Result<bool, Error> {
        Ok(self.change("state = 'pending', attempts = 0, free = 0", id, EntryState::Dead, &[])? > 0)
    }

    fn discard(&mut self, id: i64) -> Result<bool, Error> {
        Ok(self.remove(id, EntryState::Dead)? > 0)
    }

    fn backlog(&mut self, now: Duration) -> Result<Backlog, Error> {
        let text = "select state, count(*), min(made) from {outbox} where stream = $1 group by state";
        let statement = self.statement(text);
        let mut backlog = Backlog::default();
        let mut first: Option<i64> = None;
        for row in self.connection.rows(&statement, &[self.stream.as_str().into()])? {
            let mut row = row.into_iter();
            let state = state(next(&mut row)?)?;
            let entries = u64::try_from(next(&mut row)?.integer()?).unwrap_or_default();
            let made = next(&mut row)?.integer()?;
            first = Some(first.map_or(made, |it| it.min(made)));
            match state {
                EntryState::Intent => backlog.intents = entries,
                EntryState::Pending => backlog.pending = entries,
                EntryState::Dead => backlog.dead = entries,
            }
        }
        backlog.oldest = first.map(|made| now.saturating_sub(duration(made)));
        Ok(backlog)
    }
}

/// Entries of a key get their numbers in the order in which their transactions commit. `SQLite` has one writer anyway.
fn insert(
    connection: &mut impl Connection,
    tables: Tables,
    stream: &str,
    write: &Write,
    state: EntryState,
    now: Duration,
    conflict: &str,
) -> Result<Option<Entry>, Error> {
    let values = match tables.dialect {
        // The key is locked before the number is given: one who stops between the two would come in with a number that is
        // smaller than those which the secondary has had of this key meanwhile, and be taken for one of them.
        Dialect::Postgres => {
            "select $1::text, $2::text, $3::bytea, $4::text, $5::bigint from \
             (select pg_advisory_xact_lock(hashtextextended($2::text, hashtextextended($1::text, 0))) offset 0) locked"
        }
        Dialect::Sqlite => "values ($1, $2, $3, $4, $5)",
    };
    let text =
        format!("insert into {{outbox}} (stream, key, payload, state, made) {values} {conflict} returning {COLUMNS}");
    let values = [
        stream.into(),
        write.key.as_str().into(),
        Value::Bytes(write.payload.clone()),
        state.word().into(),
        millis(now),
    ];
    connection.rows(&tables.statement(&text), &values)?.into_iter().next().map(entry).transpose()
}

/// A row of [`COLUMNS`].
fn entry(row: Vec<Option<Value>>) -> Result<Entry, Error> {
    let mut row = row.into_iter();
    let id = next(&mut row)?.integer()?;
    let write = Write { key: next(&mut row)?.text()?, payload: next(&mut row)?.bytes()? };
    let state = state(next(&mut row)?)?;
    let attempts = u32::try_from(next(&mut row)?.integer()?).unwrap_or(u32::MAX);
    let made = duration(next(&mut row)?.integer()?);
    let error = row.next().flatten().map(Value::text).transpose()?;
    let origin =
        row.next().flatten().ok_or_else(|| Error::storage("the outbox has no origin: install it again"))?.text()?;
    Ok(Entry { origin, id, write, state, attempts, made, error })
}

fn next(row: &mut impl Iterator<Item = Option<Value>>) -> Result<Value, Error> {
    row.next().flatten().ok_or_else(|| Error::storage("a column of the outbox holds NULL, which it must not"))
}

fn state(value: Value) -> Result<EntryState, Error> {
    let word = value.text()?;
    EntryState::of_word(&word).ok_or_else(|| Error::storage(format!("the outbox holds an entry of state `{word}`")))
}

fn millis(time: Duration) -> Value {
    Value::Integer(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

fn count(entries: usize) -> Value {
    Value::Integer(i64::try_from(entries).unwrap_or(i64::MAX))
}
