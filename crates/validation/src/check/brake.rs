//! What holds checks back: bounds of loads, which are asked before each statement, and rows per second.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use database::{Interrupt, Session};

use super::connect::AddressBook;
use super::file::{LoadBound, Throttle};
use super::load::LoadGuard;
use crate::compare::Pace;
use crate::{Error, ErrorKind, Result};

/// Is told why nothing is read; that of all loads.
pub(crate) type Told = Arc<Mutex<dyn FnMut(&str) + Send>>;

/// Holds the statements of checks back, on both sides.
pub(crate) struct Brake {
    inner: Mutex<Inner>,
    bounds: Vec<LoadBound>,
    per_second: Option<u64>,
    tell: Option<Told>,
}

struct Inner {
    pace: Pace,
    guards: Option<Vec<LoadGuard>>,
    interrupt: Option<Interrupt>,
}

impl std::fmt::Debug for Brake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Brake").field("bounds", &self.bounds).finish_non_exhaustive()
    }
}

impl Brake {
    pub(crate) fn new(throttle: &Throttle) -> Self {
        let per_second = throttle.rows_per_second;
        let inner = Mutex::new(Inner { pace: Pace::new(per_second), guards: None, interrupt: None });
        Self { inner, bounds: throttle.bound.clone(), per_second, tell: None }
    }

    pub(crate) fn tell(&mut self, tell: Told) {
        self.tell = Some(tell);
    }

    /// A check begins: time that passed before it does not count.
    pub(crate) fn begin(&self, book: &AddressBook) -> Result<()> {
        self.inner().pace = Pace::new(self.per_second);
        self.inner().interrupt = Some(book.interrupt().clone());
        if self.inner().guards.is_none() {
            let guards = self.bounds.iter().map(|it| self.guard(it, book)).collect::<Result<_>>()?;
            self.inner().guards = Some(guards);
        }
        self.wait()
    }

    fn guard(&self, bound: &LoadBound, book: &AddressBook) -> Result<LoadGuard> {
        let guard = LoadGuard::new(book.url(&bound.connection)?, &bound.query, bound.at_most);
        let Some(tell) = self.tell.clone() else { return Ok(guard) };
        Ok(guard.telling(Box::new(move |why| tell.lock().unwrap_or_else(PoisonError::into_inner)(why))))
    }

    /// Before a statement: waits while a load is too high.
    pub(crate) fn wait(&self) -> Result<()> {
        let Inner { pace, guards, interrupt } = &mut *self.inner();
        pace.wait(&mut || must_wait(guards, interrupt.as_ref()))
    }

    /// So many rows of a side were read.
    pub(crate) fn read(&self, rows: u64) -> Result<()> {
        let Inner { pace, guards, interrupt } = &mut *self.inner();
        pace.read(rows, &mut || must_wait(guards, interrupt.as_ref()))
    }

    /// Whether a load is too high now.
    ///
    /// # Errors
    /// [`ErrorKind::Interrupted`] where someone asked for an end.
    pub(crate) fn must_wait(&self) -> Result<bool> {
        let Inner { guards, interrupt, .. } = &mut *self.inner();
        must_wait(guards, interrupt.as_ref())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn must_wait(guards: &mut Option<Vec<LoadGuard>>, interrupt: Option<&Interrupt>) -> Result<bool> {
    if interrupt.is_some_and(Interrupt::asked) {
        return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
    }
    for guard in guards.iter_mut().flatten() {
        if guard.must_wait()? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A session whose statements are held back.
pub(crate) struct Held<'s> {
    session: &'s mut Session,
    pub(crate) brake: &'s Brake,
}

impl<'s> Held<'s> {
    pub(crate) fn new(session: &'s mut Session, brake: &'s Brake) -> Self {
        Self { session, brake }
    }
}

impl Deref for Held<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Session {
        self.session
    }
}
