//! What the threads of a run do.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::compare::{Compare, Difference};
use super::ledger::Ledger;
use super::pattern::Patterns;
use super::report::ParallelReport;
use super::sample::{Mismatch, Samples, shown};
use crate::Clock;

/// What the threads of a run share.
pub(super) struct Shared {
    clock: Arc<dyn Clock>,
    timeout: Duration,
    harmless: Patterns,
    books: Mutex<(Ledger, Samples)>,
    /// When the calls began that have not ended; those of the baseline have odd keys.
    running: Mutex<BTreeMap<u64, Duration>>,
    skipped: AtomicU64,
    panicked: AtomicU64,
    timed_out: AtomicU64,
}

/// Which call something is done for.
pub(super) struct Task {
    pub(super) call: u64,
    pub(super) label: Option<String>,
    /// Whether the primary is compared with itself.
    pub(super) is_baseline: bool,
}

impl Task {
    fn key(&self) -> u64 {
        self.call << 1 | u64::from(self.is_baseline)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn new(clock: Arc<dyn Clock>, timeout: Duration, harmless: Patterns, samples: usize, seed: u64) -> Self {
        Self {
            clock,
            timeout,
            harmless,
            books: Mutex::new((Ledger::default(), Samples::new(samples, seed))),
            running: Mutex::new(BTreeMap::new()),
            skipped: AtomicU64::new(0),
            panicked: AtomicU64::new(0),
            timed_out: AtomicU64::new(0),
        }
    }

    /// How many calls have begun and not ended.
    #[cfg(test)]
    pub(super) fn running(&self) -> usize {
        lock(&self.running).len()
    }

    pub(super) fn count_place(&self, has_place: bool) {
        if !has_place {
            self.skipped.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn report(&self) -> ParallelReport {
        let now = self.clock.now();
        let overdue = lock(&self.running).values().filter(|began| now.saturating_sub(**began) > self.timeout).count();
        let (parity, baseline, paths, samples) = {
            let books = lock(&self.books);
            (books.0.parity(), books.0.baseline_count(), books.0.paths(), books.1.kept())
        };
        ParallelReport {
            skipped: self.skipped.load(Ordering::Relaxed),
            panicked: self.panicked.load(Ordering::Relaxed),
            timed_out: self.timed_out.load(Ordering::Relaxed) + overdue as u64,
            parity,
            baseline,
            paths,
            samples,
            ..ParallelReport::default()
        }
    }

    /// The answer of a path, where it comes in time and without a panic.
    fn answer<R>(&self, task: &Task, call: impl FnOnce() -> R) -> Option<R> {
        let began = self.clock.now();
        lock(&self.running).insert(task.key(), began);
        let answer = catch_unwind(AssertUnwindSafe(call));
        lock(&self.running).remove(&task.key());
        let is_late = self.clock.now().saturating_sub(began) > self.timeout;
        match answer {
            Err(_) => {
                self.panicked.fetch_add(1, Ordering::Relaxed);
                None
            }
            Ok(_) if is_late => {
                self.timed_out.fetch_add(1, Ordering::Relaxed);
                None
            }
            Ok(answer) => Some(answer),
        }
    }

    fn book(&self, task: &Task, differences: &[Difference]) {
        let mut books = lock(&self.books);
        let (ledger, samples) = &mut *books;
        if task.is_baseline {
            ledger.baseline(differences);
            return;
        }
        ledger.compared(differences);
        if !differences.is_empty() {
            samples.add(|| Mismatch {
                call: task.call,
                label: task.label.clone(),
                differences: shown(differences, &self.harmless),
            });
        }
    }
}

/// Where the answers of both paths to one call meet. Whoever comes second has them compared; the primary, by a thread.
pub(super) struct Meeting<R, K> {
    shared: Arc<Shared>,
    comparison: Arc<K>,
    task: Task,
    answers: Mutex<Answers<R>>,
}

enum Answers<R> {
    None,
    OfPrimary(R),
    OfOther(R),
    /// Both were there, or the other path gave none.
    Over,
}

impl<R: Send + 'static, K: Compare<R> + 'static> Meeting<R, K> {
    pub(super) fn new(shared: Arc<Shared>, comparison: Arc<K>, task: Task) -> Self {
        Self { shared, comparison, task, answers: Mutex::new(Answers::None) }
    }

    /// Calls the other path, and compares where the primary has answered already.
    pub(super) fn call<Q>(&self, path: &impl Fn(&Q) -> R, request: &Q) {
        let answer = self.shared.answer(&self.task, || path(request));
        let mut answers = lock(&self.answers);
        let Some(answer) = answer else {
            *answers = Answers::Over;
            return;
        };
        match std::mem::replace(&mut *answers, Answers::Over) {
            Answers::OfPrimary(primary) => {
                drop(answers);
                self.compare(&primary, &answer);
            }
            Answers::None => *answers = Answers::OfOther(answer),
            Answers::OfOther(_) | Answers::Over => {}
        }
    }

    /// Takes the primary's answer. What is to be done where the other one is there already.
    pub(super) fn primary_answered(self: Arc<Self>, answer: R) -> Option<impl FnOnce() + Send + use<R, K>> {
        let mut answers = lock(&self.answers);
        match std::mem::replace(&mut *answers, Answers::Over) {
            Answers::OfOther(other) => {
                drop(answers);
                Some(move || self.compare(&answer, &other))
            }
            Answers::None => {
                *answers = Answers::OfPrimary(answer);
                None
            }
            Answers::OfPrimary(_) | Answers::Over => None,
        }
    }

    fn compare(&self, primary: &R, other: &R) {
        // A comparison that panics is one that found nothing out.
        match catch_unwind(AssertUnwindSafe(|| self.comparison.compare(primary, other))) {
            Ok(differences) => self.shared.book(&self.task, &differences),
            Err(_) => {
                self.shared.panicked.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
