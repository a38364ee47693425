//! The process that is killed: it answers requests, each of which adds to a balance in both systems.

use std::time::Duration;

use cutover::dual_write::{
    Connection, DualWrite, Entry, Failed, Inbox, Mode as Apply, Primary, Refusal, Secondary, Settled, SqlOutbox, Value,
    Write, WriteError,
};
use cutover::{Error, ErrorKind};

use super::link::Link;
use super::systems::Places;

/// What the process is to do.
pub(crate) const VARIABLE: &str = "CUTOVER_WORK";
pub(crate) const STREAM: &str = "accounts";
/// How many requests there are where processes are killed at any moment.
pub(crate) const REQUESTS: i64 = 30;

pub(crate) fn key(request: i64) -> String {
    format!("account {}", request % 3)
}

/// No sum of some of them is the sum of others.
pub(crate) fn amount(request: i64) -> i64 {
    1 << request
}

/// How an entry comes into the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Transaction,
    Intent,
}

#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) systems: Places,
    pub(crate) mode: Mode,
    /// Of `workers`, who share the requests.
    pub(crate) worker: i64,
    pub(crate) workers: i64,
    pub(crate) requests: i64,
}

impl Work {
    pub(crate) fn to_text(&self) -> String {
        let Places { primary, secondary } = &self.systems;
        let intent = self.mode == Mode::Intent;
        format!("{primary}\n{secondary}\n{intent}\n{}\n{}\n{}", self.worker, self.workers, self.requests)
    }

    pub(crate) fn of_text(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let number = |at: usize| lines[at].parse().unwrap();
        Self {
            systems: Places { primary: lines[0].to_owned(), secondary: lines[1].to_owned() },
            mode: if lines[2] == "true" { Mode::Intent } else { Mode::Transaction },
            worker: number(3),
            workers: number(4),
            requests: number(5),
        }
    }
}

/// Does its share of the requests, and leaves nothing in the outbox.
pub(crate) fn works(work: &Work) {
    let mut primary = Accounts(Link::open(&work.systems.primary));
    let outbox = SqlOutbox::new(Link::open(&work.systems.primary), STREAM);
    let mut both = DualWrite::new(outbox, Accounts(Link::open(&work.systems.secondary)))
        .backoff_of(Duration::from_millis(1), 1.0, Duration::from_millis(1))
        .unwrap()
        .attempts(1_000)
        // Whoever held an entry is dead; who is not is told from the others by the inbox.
        .lease(Duration::from_millis(1))
        .settle_after(Duration::ZERO);
    both.recover(&mut primary).unwrap();
    let mine = (0..work.requests).filter(|request| request % work.workers == work.worker);
    for request in mine {
        while !primary.has(request) {
            match work.mode {
                Mode::Transaction => primary.add_with_entry(request),
                Mode::Intent => announced(&mut both, &mut primary, request),
            }
        }
        both.replay().unwrap();
    }
    while !both.backlog().unwrap().is_settled() {
        both.recover(&mut primary).unwrap();
        both.replay().unwrap();
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn announced(both: &mut DualWrite<SqlOutbox<Link>, Accounts>, primary: &mut Accounts, request: i64) {
    let write = Write::new(key(request), amount(request).to_string());
    match both.write(&write, |intent| primary.add_with_intent(request, intent)) {
        Ok(()) | Err(WriteError::Refused(_)) => {}
        // The other process may be at it, or may be dead: asked too early, it is refused, and tries again.
        Err(WriteError::NotAnnounced(error)) if error.kind() == ErrorKind::Busy => {
            both.recover(primary).unwrap();
        }
        Err(error) => panic!("{error}"),
    }
}

/// A system with balances, either of both.
struct Accounts(Link);

impl Accounts {
    fn has(&mut self, request: i64) -> bool {
        let statement = Link::said(self.0.dialect(), "select number from requests where number = $1");
        !self.0.rows(&statement, &[request.into()]).unwrap().is_empty()
    }

    fn add_with_entry(&mut self, request: i64) {
        let write = Write::new(key(request), amount(request).to_string());
        let now = cutover::Clock::now(&cutover::SystemClock);
        self.0
            .transaction(|transaction| {
                note_request(transaction, request)?;
                add(transaction, &key(request), amount(request))?;
                SqlOutbox::enqueue_in(transaction, STREAM, &write, now)
            })
            .unwrap();
    }

    fn add_with_intent(&mut self, request: i64, intent: &Entry) -> Result<(), Failed<Error>> {
        let done = self.0.transaction(|transaction| {
            if !note_intent(transaction, intent, 1)? {
                return Ok(false);
            }
            note_request(transaction, request)?;
            add(transaction, &key(request), amount(request)).map(|()| true)
        });
        match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failed::Refused(Error::storage("somebody was told that it will never be written"))),
            Err(error) => panic!("{error}"),
        }
    }
}

impl Primary for Accounts {
    fn settle(&mut self, intent: &Entry) -> Result<Settled, String> {
        let settled = self.0.transaction(|transaction| {
            if note_intent(transaction, intent, 0)? {
                return Ok(Settled::Never);
            }
            let statement = "select written from intents where origin = $1 and id = $2";
            let statement = Link::said(transaction.dialect(), statement);
            let rows = transaction.rows(&statement, &[intent.origin.as_str().into(), intent.id.into()])?;
            let written = rows == [[Some(Value::Integer(1))]];
            Ok(if written { Settled::Written } else { Settled::Never })
        });
        settled.map_err(|error| error.to_string())
    }
}

impl Secondary for Accounts {
    fn apply(&mut self, entry: &Entry, _: Apply) -> Result<(), Refusal> {
        let amount = String::from_utf8_lossy(&entry.write.payload).parse::<i64>().unwrap();
        let applied = self.0.transaction(|transaction| {
            if Inbox::new(STREAM).admit(transaction, entry)? {
                add(transaction, &entry.write.key, amount)?;
            }
            Ok(())
        });
        applied.map_err(|error| Refusal::Transient(error.to_string()))
    }
}

/// Whoever is first to say what becomes of an intent. False where somebody has.
fn note_intent(transaction: &mut impl Connection, intent: &Entry, written: i64) -> Result<bool, Error> {
    let statement = "insert into intents values ($1, $2, $3) on conflict do nothing";
    let values = [intent.origin.as_str().into(), intent.id.into(), written.into()];
    Ok(transaction.run(&Link::said(transaction.dialect(), statement), &values)? > 0)
}

fn note_request(transaction: &mut impl Connection, request: i64) -> Result<(), Error> {
    let statement = Link::said(transaction.dialect(), "insert into requests values ($1)");
    transaction.run(&statement, &[request.into()]).map(|_| ())
}

fn add(transaction: &mut impl Connection, key: &str, amount: i64) -> Result<(), Error> {
    let statement = "insert into accounts as old values ($1, $2) on conflict (key) do update \
                     set balance = old.balance + excluded.balance";
    let statement = Link::said(transaction.dialect(), statement);
    transaction.run(&statement, &[key.into(), amount.into()]).map(|_| ())
}
