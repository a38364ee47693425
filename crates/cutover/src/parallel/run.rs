//! A run, and how it is set.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::compare::{Compare, Equal};
use super::pattern::Patterns;
use super::pool::Pool;
use super::report::ParallelReport;
use super::work::{Meeting, Shared, Task};
use crate::chance::{mix, unit};
use crate::{Clock, Monotonic};

/// Calls a candidate beside the primary for a share of the calls, and compares their answers.
///
/// ```
/// use cutover::ParallelRun;
/// use cutover::parallel::ignoring;
/// use serde_json::{Value, json};
///
/// let legacy = |id: &u32| json!({"id": id, "meta": {"generated_at": "10:00:00"}});
/// let new = |id: &u32| json!({"id": id, "meta": {"generated_at": "10:00:01"}});
/// let run = ParallelRun::new("user-read").primary(legacy).candidate(new).compare(ignoring(["/meta/generated_at"])).sample(0.1);
/// for id in 0..1_000 {
///     let answer: Value = run.call(&id);
///     assert_eq!(answer["id"], id);
/// }
/// run.settle(std::time::Duration::from_secs(60));
/// let parity = run.report().parity;
/// assert_eq!(parity.mismatches, 0);
/// assert!(parity.upper_bound(0.95) < 1.0);
/// ```
#[must_use]
pub struct ParallelRun<P = (), C = (), K = Equal> {
    name: String,
    primary: Arc<P>,
    candidate: Arc<C>,
    comparison: Arc<K>,
    settings: Settings,
    engine: OnceLock<Engine>,
    calls: AtomicU64,
    sampled: AtomicU64,
}

struct Settings {
    rate: f64,
    baseline: f64,
    seed: u64,
    threads: usize,
    queue: usize,
    timeout: Duration,
    samples: usize,
    harmless: Patterns,
    clock: Option<Arc<dyn Clock>>,
}

struct Engine {
    pool: Pool,
    shared: Arc<Shared>,
}

impl ParallelRun {
    /// A run of this name, which its threads bear. Every call is sampled, answers are compared by equality, four candidates
    /// run at a time for 10 seconds each, 64 wait.
    pub fn new(name: impl Into<String>) -> Self {
        let settings = Settings {
            rate: 1.0,
            baseline: 0.0,
            seed: 0,
            threads: 4,
            queue: 64,
            timeout: Duration::from_secs(10),
            samples: 20,
            harmless: Patterns::default(),
            clock: None,
        };
        Self {
            name: name.into(),
            primary: Arc::new(()),
            candidate: Arc::new(()),
            comparison: Arc::new(Equal),
            settings,
            engine: OnceLock::new(),
            calls: AtomicU64::new(0),
            sampled: AtomicU64::new(0),
        }
    }
}

impl<P, C, K> ParallelRun<P, C, K> {
    /// What answers the caller.
    pub fn primary<P2>(self, primary: P2) -> ParallelRun<P2, C, K> {
        let Self { name, candidate, comparison, settings, .. } = self;
        made(name, Arc::new(primary), candidate, comparison, settings)
    }

    /// What is called beside it. It must not change anything that the primary sees.
    pub fn candidate<C2>(self, candidate: C2) -> ParallelRun<P, C2, K> {
        let Self { name, primary, comparison, settings, .. } = self;
        made(name, primary, Arc::new(candidate), comparison, settings)
    }

    /// How answers are compared: [`ignoring`](super::ignoring), [`Equal`], or a closure.
    pub fn compare<K2>(self, comparison: K2) -> ParallelRun<P, C, K2> {
        let Self { name, primary, candidate, settings, .. } = self;
        made(name, primary, candidate, Arc::new(comparison), settings)
    }

    /// The share of calls in which the candidate is called too, from 0 to 1; what is beyond is the nearest of them.
    pub fn sample(mut self, share: f64) -> Self {
        self.settings.rate = share;
        self
    }

    /// The share of the sampled calls in which the primary is called once more, in a thread of the run, to find what differs
    /// anyway; from 0 to 1. Only for reads.
    pub fn baseline(mut self, share: f64) -> Self {
        self.settings.baseline = share;
        self
    }

    /// The seed of the samples.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// How many candidates run at a time, and how many wait; calls beyond are not compared.
    pub fn concurrency(mut self, running: usize, waiting: usize) -> Self {
        self.settings.threads = running.clamp(1, 1_024);
        self.settings.queue = waiting.clamp(1, 1 << 20);
        self
    }

    /// How long a candidate may take. One that takes longer is not compared; its thread is free again when it ends.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How many mismatches are kept. Their values are told by kind and length only, but at these places, where they are
    /// harmless: JSON pointers, with `*` for any step. The names of members stand in the paths as they are: where these are
    /// somebody's data, such as addresses, compare their values as a list.
    pub fn keep<S: AsRef<str>>(mut self, mismatches: usize, harmless: impl IntoIterator<Item = S>) -> Self {
        self.settings.samples = mismatches;
        self.settings.harmless.add(harmless);
        self
    }

    /// Where the time comes from.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// What the run is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts the threads, which the first sampled call does otherwise.
    pub fn start(&self) {
        self.engine();
    }

    /// Waits until all comparisons are done, and at most for `patience`; whether they are.
    pub fn settle(&self, patience: Duration) -> bool {
        self.engine.get().is_none_or(|engine| engine.pool.settle(patience))
    }

    /// What has been found so far.
    pub fn report(&self) -> ParallelReport {
        let report = self.engine.get().map(|engine| engine.shared.report()).unwrap_or_default();
        let calls = self.calls.load(Ordering::Relaxed);
        ParallelReport { calls, sampled: self.sampled.load(Ordering::Relaxed), ..report }
    }

    /// The primary's answer; the candidate is called too where this call is sampled.
    pub fn call<Q, R>(&self, request: &Q) -> R
    where
        P: Fn(&Q) -> R + Send + Sync + 'static,
        C: Fn(&Q) -> R + Send + Sync + 'static,
        K: Compare<R> + 'static,
        Q: Clone + Send + 'static,
        R: Clone + Send + 'static,
    {
        self.call_labelled(request, |_| None)
    }

    /// The same; where the call is sampled, `label` says what it is in the mismatches that are kept.
    pub fn call_labelled<Q, R>(&self, request: &Q, label: impl FnOnce(&Q) -> Option<String>) -> R
    where
        P: Fn(&Q) -> R + Send + Sync + 'static,
        C: Fn(&Q) -> R + Send + Sync + 'static,
        K: Compare<R> + 'static,
        Q: Clone + Send + 'static,
        R: Clone + Send + 'static,
    {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let chance = mix(self.settings.seed ^ mix(call));
        if unit(chance) >= self.settings.rate {
            return (self.primary)(request);
        }
        self.sampled.fetch_add(1, Ordering::Relaxed);
        let engine = self.engine();
        let task = Task { call, label: label(request), is_baseline: false };
        let beside = self.begin(engine, Arc::clone(&self.candidate), request.clone(), task);
        let again = unit(mix(chance)) < self.settings.baseline;
        let task = Task { call, label: None, is_baseline: true };
        let again = again.then(|| self.begin(engine, Arc::clone(&self.primary), request.clone(), task));
        let answer = (self.primary)(request);
        for meeting in [beside, again.flatten()].into_iter().flatten() {
            if let Some(comparison) = meeting.primary_answered(answer.clone()) {
                engine.shared.count_place(engine.pool.offer(comparison));
            }
        }
        answer
    }

    /// Hands a path to the threads, which call it and wait for the primary's answer; nothing where there is no place.
    fn begin<F, Q, R>(&self, engine: &Engine, path: Arc<F>, request: Q, task: Task) -> Option<Arc<Meeting<R, K>>>
    where
        F: Fn(&Q) -> R + Send + Sync + 'static,
        K: Compare<R> + 'static,
        Q: Send + 'static,
        R: Send + 'static,
    {
        let meeting = Arc::new(Meeting::new(Arc::clone(&engine.shared), Arc::clone(&self.comparison), task));
        let theirs = Arc::clone(&meeting);
        let has_place = engine.pool.offer(move || theirs.call(&*path, &request));
        engine.shared.count_place(has_place);
        has_place.then_some(meeting)
    }

    fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| {
            let settings = &self.settings;
            let clock = settings.clock.clone().unwrap_or_else(|| Arc::new(Monotonic::default()));
            let shared =
                Shared::new(clock, settings.timeout, settings.harmless.clone(), settings.samples, settings.seed);
            let pool = Pool::new(&self.name, settings.threads, settings.queue);
            Engine { pool, shared: Arc::new(shared) }
        })
    }
}

fn made<P, C, K>(
    name: String,
    primary: Arc<P>,
    candidate: Arc<C>,
    comparison: Arc<K>,
    settings: Settings,
) -> ParallelRun<P, C, K> {
    ParallelRun {
        name,
        primary,
        candidate,
        comparison,
        settings,
        engine: OnceLock::new(),
        calls: AtomicU64::new(0),
        sampled: AtomicU64::new(0),
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
