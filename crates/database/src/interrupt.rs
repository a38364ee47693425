//! Somebody asks for an end: what engines are doing is cancelled there.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use mysql::prelude::Queryable;
use mysql::{Conn, Opts};
use postgres::NoTls;

/// Cancels what the sessions are doing that were opened from an [`EngineUrl`](crate::EngineUrl) which
/// [carries](crate::EngineUrl::interrupted_by) it. All clones are one and the same.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<State>);

#[derive(Default)]
struct State {
    asked: AtomicBool,
    running: Mutex<(u64, BTreeMap<u64, Arc<Cancel>>)>,
}

/// How the engine is told to give up what a session is doing.
pub(crate) enum Cancel {
    Postgres(postgres::CancelToken),
    /// A connection of its own is needed to end a statement: where, and the number of the session.
    MySql(Box<Opts>, u32),
    Sqlite(rusqlite::InterruptHandle),
}

impl Interrupt {
    /// Asks for an end: from now on no session is opened, and what the open ones are doing fails with
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout). It takes as long as an engine takes to answer.
    pub fn ask(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        let running: Vec<_> = self.running().1.values().cloned().collect();
        std::thread::scope(|scope| {
            for cancel in &running {
                scope.spawn(|| cancel.cancel());
            }
        });
    }

    /// Whether somebody asked for an end.
    pub fn asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Cancels what a session does, as long as the answer lives.
    pub(crate) fn watch(&self, cancel: Cancel) -> Watched {
        let mut running = self.running();
        running.0 += 1;
        let number = running.0;
        running.1.insert(number, Arc::new(cancel));
        drop(running);
        Watched { interrupt: self.clone(), number }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, (u64, BTreeMap<u64, Arc<Cancel>>)> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupt").field("asked", &self.asked()).finish_non_exhaustive()
    }
}

/// A session that can be interrupted.
pub(crate) struct Watched {
    interrupt: Interrupt,
    number: u64,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.interrupt.running().1.remove(&self.number);
    }
}

impl Cancel {
    /// A server that does not answer goes on for a while; nobody waits for it.
    fn cancel(&self) {
        match self {
            Self::Postgres(token) => {
                let _ = token.cancel_query(NoTls);
            }
            Self::MySql(options, session) => {
                if let Ok(mut connection) = Conn::new(options.as_ref().clone()) {
                    let _ = connection.query_drop(format!("KILL QUERY {session}"));
                }
            }
            Self::Sqlite(handle) => handle.interrupt(),
        }
    }
}
