//! Numbered jobs over a few threads.

use std::sync::atomic::{AtomicU64, Ordering};

/// More would only wait for memory.
const MOST: usize = 16;
/// Tasks of all threads together, some 1 kB each, at most; one thread there is in any case.
const MOST_TASKS: usize = 500_000;

/// A number of threads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jobs(usize);

impl Jobs {
    /// So many threads for a graph of so many tasks, fewer where they would take much memory; 0: as many as the machine
    /// runs at once.
    pub(super) fn new(threads: usize, tasks: usize) -> Self {
        let at_once = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if threads == 0 { at_once() } else { threads };
        Self(threads.min(MOST).min(MOST_TASKS / tasks.max(1)).max(1))
    }

    /// Runs the jobs from 0 to `jobs`, each once, on threads that have a state each, and gives the states.
    pub(super) fn run<S: Send>(
        self,
        jobs: u64,
        state: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, u64) + Sync,
    ) -> Vec<S> {
        let next = AtomicU64::new(0);
        let work = || {
            let mut state = state();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= jobs {
                    return state;
                }
                job(&mut state, number);
            }
        };
        let others = usize::try_from(jobs).unwrap_or(MOST).min(self.0).saturating_sub(1);
        std::thread::scope(|scope| {
            // A thread that cannot be started leaves its work to the others.
            let started: Vec<_> =
                (0..others).filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
            let mut states = vec![work()];
            for thread in started {
                match thread.join() {
                    Ok(state) => states.push(state),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            states
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_job_runs_once() {
        for threads in [1, 2, 5] {
            let parts = Jobs::new(threads, 10).run(1000, Vec::new, Vec::push);
            assert!(parts.len() <= threads);
            let mut all = parts.concat();
            all.sort_unstable();
            assert_eq!(all, (0..1000).collect::<Vec<_>>());
        }
        assert!(Jobs::new(0, 0).run(0, Vec::<u64>::new, Vec::push).concat().is_empty());
    }

    #[test]
    fn many_tasks_are_for_few_threads() {
        assert_eq!((Jobs::new(8, 100_000).0, Jobs::new(8, 10_000_000).0, Jobs::new(99, 1).0), (5, 1, MOST));
    }
}
