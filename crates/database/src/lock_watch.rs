//! Locks that a session takes, as another session sees them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::{Result, Session};

/// Time between two looks at the locks of a statement that runs.
const SAMPLING_INTERVAL: Duration = Duration::from_millis(3);

/// The locks of one backend on the relations that others can see. Catalogue tables, TOAST tables and relations that
/// the transaction itself has made (nobody can wait for these) are left out.
const LOCKS_OF_BACKEND: &str = "SELECT DISTINCT n.nspname || '.' || c.relname, l.mode, \
     (extract(epoch FROM clock_timestamp() - a.xact_start) * 1000000)::int8 \
     FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation \
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
     WHERE l.locktype = 'relation' AND l.granted AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema') \
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND l.pid = ";

/// A lock that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedLock {
    /// The relation (table, index, sequence, view), as `schema.name`.
    pub relation: String,
    /// The mode in the words of the manual, for example `ACCESS EXCLUSIVE`.
    pub mode: String,
    /// How long it has been held at most: since the transaction began, or between the first and the last look.
    pub held: Duration,
}

/// Watches the locks of one session through a second one. SQLite has none to watch.
#[derive(Debug)]
pub struct LockWatch {
    watcher: Option<(Session, i32)>,
}

impl LockWatch {
    /// A watch over the locks of `session`.
    pub fn of(session: &mut Session) -> Result<Self> {
        let Some(pid) = session.backend_pid()? else { return Ok(Self { watcher: None }) };
        Ok(Self { watcher: Some((Session::open(session.url())?, pid)) })
    }

    /// The locks that the session holds now, while its transaction is open; by relation and mode.
    pub fn current(&mut self) -> Result<Vec<ObservedLock>> {
        let Some((watcher, pid)) = &mut self.watcher else { return Ok(Vec::new()) };
        let rows = watcher.query(&format!("{LOCKS_OF_BACKEND}{pid}"))?;
        let mut locks: Vec<_> = (0..rows.len())
            .filter_map(|row| {
                let micros = rows.value(row, 2).and_then(|text| text.parse().ok()).unwrap_or_default();
                Some(ObservedLock {
                    relation: rows.value(row, 0)?,
                    mode: words_of(&rows.value(row, 1)?),
                    held: Duration::from_micros(micros),
                })
            })
            .collect();
        locks.sort_by(|a, b| (&a.relation, &a.mode).cmp(&(&b.relation, &b.mode)));
        Ok(locks)
    }

    /// Runs `work` and looks at the session's locks every few milliseconds meanwhile: for what cannot run in a
    /// transaction (`CONCURRENTLY`, procedures that commit). A lock held for less than that can be missed.
    pub fn sample<T>(&mut self, work: impl FnOnce() -> T) -> (T, Result<Vec<ObservedLock>>) {
        if self.watcher.is_none() {
            return (work(), Ok(Vec::new()));
        }
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let sampler = scope.spawn(|| self.sample_until(&done));
            let value = {
                let _guard = SetOnDrop(&done);
                work()
            };
            // The sampler does not panic; were it to, there would be no samples.
            (value, sampler.join().unwrap_or_else(|_| Ok(Vec::new())))
        })
    }

    fn sample_until(&mut self, done: &AtomicBool) -> Result<Vec<ObservedLock>> {
        let mut seen: BTreeMap<(String, String), (Instant, Instant)> = BTreeMap::new();
        while !done.load(Ordering::Acquire) {
            let locks = self.current()?;
            let now = Instant::now();
            for lock in locks {
                seen.entry((lock.relation, lock.mode)).or_insert((now, now)).1 = now;
            }
            std::thread::sleep(SAMPLING_INTERVAL);
        }
        let locks = seen.into_iter().map(|((relation, mode), (first, last))| ObservedLock {
            relation,
            mode,
            held: last.duration_since(first),
        });
        Ok(locks.collect())
    }
}

/// Stops the sampler even where the work panics, so that the scope ends.
struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// `ACCESS EXCLUSIVE` for `AccessExclusiveLock`.
fn words_of(mode: &str) -> String {
    let mut words = String::new();
    for letter in mode.strip_suffix("Lock").unwrap_or(mode).chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_uppercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_read_as_in_the_manual() {
        assert_eq!(words_of("AccessExclusiveLock"), "ACCESS EXCLUSIVE");
        assert_eq!(words_of("ShareUpdateExclusiveLock"), "SHARE UPDATE EXCLUSIVE");
        assert_eq!(words_of("ShareLock"), "SHARE");
    }
}
