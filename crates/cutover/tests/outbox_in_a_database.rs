//! An outbox in a database does what the one in memory does, whatever is asked of it in whatever order.

#![cfg(all(feature = "sqlite", feature = "postgres"))]

use std::time::Duration;

use cutover::dual_write::{
    Claim, Connection, DualWrite, Entry, Inbox, MemoryOutbox, Mode, Outbox, Refusal, SqlOutbox, Write,
};
use cutover::{Error, ErrorKind};
use proptest::prelude::*;

/// What is asked of an outbox. Entries are named by when they were made.
#[derive(Debug, Clone)]
enum Asked {
    Enqueue(u8),
    Announce(u8),
    TakeOn(usize),
    Withdraw(usize),
    Intents { before: u64 },
    Claim { limit: usize, key: Option<u8>, past_dead: bool },
    Confirm(usize),
    PutOff(usize, u64),
    Bury(usize),
    Revive(usize),
    Discard(usize),
}

fn asked() -> impl Strategy<Value = Asked> {
    let (key, entry) = (0..3_u8, 0..12_usize);
    prop_oneof![
        4 => key.clone().prop_map(Asked::Enqueue),
        2 => key.clone().prop_map(Asked::Announce),
        1 => entry.clone().prop_map(Asked::TakeOn),
        1 => entry.clone().prop_map(Asked::Withdraw),
        1 => (0..60_u64).prop_map(|before| Asked::Intents { before }),
        4 => (1..4_usize, proptest::option::of(key), any::<bool>())
            .prop_map(|(limit, key, past_dead)| Asked::Claim { limit, key, past_dead }),
        2 => entry.clone().prop_map(Asked::Confirm),
        2 => (entry.clone(), 0..60_u64).prop_map(|(entry, due)| Asked::PutOff(entry, due)),
        1 => entry.clone().prop_map(Asked::Bury),
        1 => entry.clone().prop_map(Asked::Revive),
        1 => entry.prop_map(Asked::Discard),
    ]
}

/// An entry's name, key, payload, attempts and error.
type Told = (usize, String, Vec<u8>, u32, Option<String>);

/// What an outbox answered, with entries named by when they were made.
#[derive(Debug, PartialEq)]
enum Answer {
    Done(bool),
    Busy,
    Entries(Vec<Told>),
    Backlog(u64, u64, u64, Option<Duration>),
}

/// An outbox and the numbers that it gave.
struct Tried<O> {
    outbox: O,
    enqueue: fn(&mut O, &Write, Duration) -> Result<i64, Error>,
    ids: Vec<i64>,
}

impl<O: Outbox> Tried<O> {
    fn answer(&mut self, asked: &Asked, now: Duration) -> Result<Vec<Answer>, Error> {
        // One that was never made has a number that nobody gives.
        let id = |entry: &usize| self.ids.get(*entry).copied().unwrap_or(i64::MAX);
        let write = |key: &u8| Write::new(format!("key {key}"), format!("{now:?} ' \0 $1 ?1").into_bytes());
        let outbox = &mut self.outbox;
        let answer = match asked {
            Asked::Enqueue(key) => {
                self.ids.push((self.enqueue)(outbox, &write(key), now)?);
                Answer::Done(true)
            }
            Asked::Announce(key) => match outbox.announce(&write(key), now) {
                Ok(entry) => {
                    self.ids.push(entry.id);
                    Answer::Done(true)
                }
                Err(error) if error.kind() == ErrorKind::Busy => Answer::Busy,
                Err(error) => return Err(error),
            },
            Asked::TakeOn(entry) => Answer::Done(outbox.take_on(id(entry))?),
            Asked::Withdraw(entry) => outbox.withdraw(id(entry)).map(|()| Answer::Done(true))?,
            Asked::Intents { before } => {
                let entries = outbox.intents(Duration::from_secs(*before), 0, 10)?;
                self.named(entries)
            }
            Asked::Claim { limit, key, past_dead } => {
                let key = key.map(|key| format!("key {key}"));
                let mut claim = Claim::new(now).lease(Duration::from_secs(5)).limit(*limit);
                claim.key = key.as_deref();
                claim.past_dead = *past_dead;
                let entries = outbox.claim(&claim)?;
                self.named(entries)
            }
            Asked::Confirm(entry) => outbox.confirm(id(entry)).map(|()| Answer::Done(true))?,
            Asked::PutOff(entry, due) => {
                outbox.put_off(id(entry), "not 'now'", Duration::from_secs(*due)).map(|()| Answer::Done(true))?
            }
            Asked::Bury(entry) => outbox.bury(id(entry), "never").map(|()| Answer::Done(true))?,
            Asked::Revive(entry) => Answer::Done(outbox.revive(id(entry))?),
            Asked::Discard(entry) => Answer::Done(outbox.discard(id(entry))?),
        };
        let backlog = self.outbox.backlog(now)?;
        let backlog = Answer::Backlog(backlog.intents, backlog.pending, backlog.dead, backlog.oldest);
        let dead = self.outbox.dead(0, 10)?;
        Ok(vec![answer, backlog, self.named(dead)])
    }

    fn named(&self, entries: Vec<Entry>) -> Answer {
        let name = |id| self.ids.iter().position(|it| *it == id).expect("an entry that was made here");
        Answer::Entries(
            entries
                .into_iter()
                .map(|it| (name(it.id), it.write.key, it.write.payload, it.attempts, it.error))
                .collect(),
        )
    }
}

fn same<O: Outbox>(script: &[Asked], outbox: O, enqueue: fn(&mut O, &Write, Duration) -> Result<i64, Error>) {
    let mut tried = Tried { outbox, enqueue, ids: Vec::new() };
    let mut model = Tried {
        outbox: MemoryOutbox::default(),
        enqueue: |outbox, write, now| Ok(outbox.enqueue(write, now)),
        ids: Vec::new(),
    };
    for (at, asked) in script.iter().enumerate() {
        let now = Duration::from_secs(u64::try_from(at).unwrap());
        let expected = model.answer(asked, now).unwrap();
        assert_eq!(tried.answer(asked, now).unwrap(), expected, "{at}: {asked:?}");
    }
}

const STREAM: &str = "orders";

fn sqlite() -> SqlOutbox<rusqlite::Connection> {
    let mut outbox = SqlOutbox::new(rusqlite::Connection::open_in_memory().unwrap(), STREAM);
    outbox.install().unwrap();
    outbox.install().unwrap();
    outbox
}

fn in_sqlite(outbox: &mut SqlOutbox<rusqlite::Connection>, write: &Write, now: Duration) -> Result<i64, Error> {
    let mut transaction = outbox.connection().transaction().map_err(Error::storage)?;
    let id = SqlOutbox::enqueue_in(&mut transaction, STREAM, write, now)?;
    transaction.commit().map_err(Error::storage)?;
    Ok(id)
}

fn in_postgres(outbox: &mut SqlOutbox<postgres::Client>, write: &Write, now: Duration) -> Result<i64, Error> {
    let mut transaction = outbox.connection().transaction().map_err(Error::storage)?;
    let id = SqlOutbox::enqueue_in(&mut transaction, STREAM, write, now)?;
    transaction.commit().map_err(Error::storage)?;
    Ok(id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn sqlite_does_what_memory_does(script in proptest::collection::vec(asked(), 1..60)) {
        same(&script, sqlite(), in_sqlite);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn postgres_does_what_memory_does(script in proptest::collection::vec(asked(), 1..60)) {
        let database = Scratch::new();
        let mut outbox = SqlOutbox::new(database.connect(), STREAM);
        outbox.install().unwrap();
        outbox.install().unwrap();
        same(&script, outbox, in_postgres);
    }
}

/// A database of its own on the test's server, dropped in the end.
struct Scratch {
    server: String,
    name: String,
}

impl Scratch {
    fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = testkit::engine::postgres_url().unwrap();
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("cutover_{}_{number}", std::process::id());
        let scratch = Self { server, name };
        scratch.administer(&format!("create database {}", scratch.name));
        scratch
    }

    fn administer(&self, statement: &str) {
        let mut client = postgres::Client::connect(&self.server, postgres::NoTls).unwrap();
        client.batch_execute(statement).unwrap();
    }

    fn connect(&self) -> postgres::Client {
        let mut config: postgres::Config = self.server.parse().unwrap();
        config.dbname(&self.name).connect(postgres::NoTls).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.administer(&format!("drop database if exists {} with (force)", self.name));
    }
}

#[test]
fn an_entry_is_there_only_with_its_transaction() {
    let mut outbox = sqlite();
    let now = Duration::from_secs(1);
    let mut transaction = outbox.connection().transaction().unwrap();
    SqlOutbox::enqueue_in(&mut transaction, STREAM, &Write::new("a", "1"), now).unwrap();
    transaction.rollback().unwrap();
    assert!(outbox.backlog(now).unwrap().is_settled());
    let error = SqlOutbox::enqueue_in(outbox.connection(), STREAM, &Write::new("a", "1"), now).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
}

#[test]
fn streams_know_nothing_of_each_other() {
    let mut outbox = sqlite();
    in_sqlite(&mut outbox, &Write::new("a", "1"), Duration::ZERO).unwrap();
    let other: &mut rusqlite::Connection = outbox.connection();
    let mut other = SqlOutbox::new(other, "invoices");
    assert!(other.backlog(Duration::ZERO).unwrap().is_settled());
    assert!(other.claim(&Claim::new(Duration::from_secs(9))).unwrap().is_empty());
}

#[test]
fn an_inbox_takes_an_entry_once_and_none_that_is_older() {
    let database = Scratch::new();
    let (mut client, mut file) = (database.connect(), rusqlite::Connection::open_in_memory().unwrap());
    Inbox::install(&mut client).unwrap();
    Inbox::install(&mut file).unwrap();
    let mut outbox = sqlite();
    let first = outbox.announce(&Write::new("a", "1"), Duration::ZERO).unwrap();
    let later = Entry { id: first.id + 1, ..first.clone() };
    let anew = Entry { origin: sqlite().announce(&first.write, Duration::ZERO).unwrap().origin, ..first.clone() };
    assert_ne!(anew.origin, first.origin, "an outbox that is made anew is another one");
    for (entry, taken) in [(&first, true), (&first, false), (&later, true), (&first, false), (&anew, true)] {
        let inbox = Inbox::new(STREAM);
        let mut transaction = client.transaction().unwrap();
        assert_eq!(inbox.admit(&mut transaction, entry).unwrap(), taken);
        transaction.commit().unwrap();
        let mut transaction = file.transaction().unwrap();
        assert_eq!(inbox.admit(&mut transaction, entry).unwrap(), taken);
        transaction.commit().unwrap();
    }
    let error = Inbox::new(STREAM).admit(&mut file, &first).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
}

/// Until somebody is seen to wait for the lock on a key.
fn wait_for_the_lock(database: &Scratch) {
    let mut watch = database.connect();
    let waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted and database = \
                 (select oid from pg_database where datname = current_database())";
    while watch.query_one(waits, &[]).unwrap().get::<_, i64>(0) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn two_transactions_of_one_key_are_numbered_as_they_commit() {
    let database = Scratch::new();
    let mut outbox = SqlOutbox::new(database.connect(), STREAM);
    outbox.install().unwrap();
    let mut one = database.connect();
    let mut slow = one.transaction().unwrap();
    let first = SqlOutbox::enqueue_in(&mut slow, STREAM, &Write::new("a", "1"), Duration::ZERO).unwrap();
    let mut other = database.connect();
    let second = std::thread::spawn(move || {
        let mut quick = other.transaction().unwrap();
        let id = SqlOutbox::enqueue_in(&mut quick, STREAM, &Write::new("a", "2"), Duration::ZERO).unwrap();
        quick.commit().unwrap();
        id
    });
    wait_for_the_lock(&database);
    assert!(outbox.claim(&Claim::new(Duration::from_secs(9))).unwrap().is_empty(), "none of both has committed");
    slow.commit().unwrap();
    assert!(first < second.join().unwrap());
}

/// Who announces a write while another one of its key is under way waits before its number is given, not after.
#[test]
fn an_announced_write_has_its_number_after_those_before_it() {
    let database = Scratch::new();
    let mut outbox = SqlOutbox::new(database.connect(), STREAM);
    outbox.install().unwrap();
    let mut one = database.connect();
    let mut slow = one.transaction().unwrap();
    SqlOutbox::enqueue_in(&mut slow, STREAM, &Write::new("a", "1"), Duration::ZERO).unwrap();
    let mut other = SqlOutbox::new(database.connect(), STREAM);
    let announced = std::thread::spawn(move || other.announce(&Write::new("a", "2"), Duration::ZERO).unwrap().id);
    wait_for_the_lock(&database);
    let second = SqlOutbox::enqueue_in(&mut slow, STREAM, &Write::new("a", "3"), Duration::ZERO).unwrap();
    slow.commit().unwrap();
    assert!(second < announced.join().unwrap());
}

/// A key with a long backlog is written in order, and all of it.
#[test]
fn a_long_backlog_of_one_key_is_worked_off() {
    let mut outbox = sqlite();
    let mut lent = outbox.connection().transaction().unwrap();
    for number in 0..2_500 {
        SqlOutbox::enqueue_in(&mut lent, STREAM, &Write::new("hot", number.to_string()), Duration::ZERO).unwrap();
    }
    SqlOutbox::enqueue_in(&mut lent, STREAM, &Write::new("other", "x"), Duration::ZERO).unwrap();
    lent.commit().unwrap();
    let written = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let list = std::sync::Arc::clone(&written);
    let write = move |entry: &Entry, _: Mode| {
        list.lock().unwrap().push(entry.write.clone());
        Ok::<(), Refusal>(())
    };
    let mut both = DualWrite::new(outbox, write);
    assert_eq!(both.replay().unwrap().confirmed, 2_501);
    let written = written.lock().unwrap();
    let hot: Vec<_> = written.iter().filter(|it| it.key == "hot").map(|it| it.payload.clone()).collect();
    assert_eq!(hot, (0..2_500).map(|number: u32| number.to_string().into_bytes()).collect::<Vec<_>>());
}

/// A connection by any driver can be lent.
#[test]
fn a_connection_that_is_lent_is_one() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    let lent: &mut dyn Connection = &mut connection;
    let mut outbox = SqlOutbox::new(lent, STREAM);
    outbox.install().unwrap();
    assert!(outbox.backlog(Duration::ZERO).unwrap().is_settled());
}
