//! Threads with a bounded queue, apart from the service's own.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;

/// A few threads that work off a queue of bounded length. Dropping it lets them end after their jobs, without waiting.
#[derive(Debug)]
pub(super) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    /// Something is to be done, or the pool is gone.
    work: Condvar,
    /// Nothing is to be done any more.
    idle: Condvar,
    longest: usize,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("longest", &self.longest).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    waiting: usize,
    working: usize,
    threads: usize,
    is_closed: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.queue.pop_front() {
                state.working += 1;
                drop(state);
                // Jobs catch what panics in them.
                job();
                state = self.lock();
                state.working -= 1;
                if state.working == 0 && state.queue.is_empty() {
                    self.idle.notify_all();
                }
            } else if state.is_closed {
                return;
            } else {
                state.waiting += 1;
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.waiting -= 1;
            }
        }
    }
}

impl Pool {
    /// `threads` threads, and room for `longest` jobs that wait for one. Where the system gives fewer threads, there are fewer.
    pub(super) fn new(name: &str, threads: usize, longest: usize) -> Self {
        let state = Mutex::new(State { queue: VecDeque::with_capacity(longest), ..State::default() });
        let shared = Arc::new(Shared { state, work: Condvar::new(), idle: Condvar::new(), longest });
        // No thread has a name with a NUL in it.
        let name = name.replace('\0', "");
        for _ in 0..threads {
            let worker = Arc::clone(&shared);
            let thread = std::thread::Builder::new().name(format!("parallel-{name}"));
            let is_there = thread.spawn(move || worker.work()).is_ok();
            shared.lock().threads += usize::from(is_there);
        }
        Self { shared }
    }

    /// Whether there was room for the job.
    pub(super) fn offer(&self, job: impl FnOnce() + Send + 'static) -> bool {
        let mut state = self.shared.lock();
        if state.queue.len() >= self.shared.longest || state.threads == 0 {
            return false;
        }
        state.queue.push_back(Box::new(job));
        let is_awaited = state.waiting > 0;
        drop(state);
        if is_awaited {
            self.shared.work.notify_one();
        }
        true
    }

    /// Waits until nothing is left to do, and at most for `patience`; whether nothing is.
    pub(super) fn settle(&self, patience: Duration) -> bool {
        // So much patience that no instant holds it is as much as there is.
        let until = Instant::now().checked_add(patience);
        let mut state = self.shared.lock();
        while state.working > 0 || !state.queue.is_empty() {
            let left = until.map_or(Duration::from_hours(1), |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return false;
            }
            let waited = self.shared.idle.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.is_closed = true;
        state.queue.clear();
        drop(state);
        self.shared.work.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_full_queue_takes_nothing_more() {
        let pool = Pool::new("test", 1, 2);
        let (release, wait) = mpsc::channel::<()>();
        let (begun, has_begun) = mpsc::channel();
        assert!(pool.offer(move || {
            let _ = begun.send(());
            let _ = wait.recv();
        }));
        assert_eq!(has_begun.recv(), Ok(()));
        assert_eq!([pool.offer(|| {}), pool.offer(|| {}), pool.offer(|| {})], [true, true, false]);
        assert!(!pool.settle(Duration::ZERO));
        assert_eq!(release.send(()), Ok(()));
        assert!(pool.settle(Duration::from_mins(1)));
    }
}
