//! How a plan is proven.

use std::time::Duration;

/// How a plan is proven.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProveOptions {
    /// Rows generated per table; 20 unless stated.
    pub rows: usize,
    /// A script that puts rows into the schema before: they are there besides the rows generated.
    pub given_rows: Option<String>,
    /// Seed of everything left to chance.
    pub seed: u64,
    /// Whether the `purge` phase is run too.
    pub purge: bool,
    /// Statements of the running version of the application; generated where there are none.
    pub queries_before: Vec<String>,
    /// Statements of the new version of the application; generated where there are none.
    pub queries_after: Vec<String>,
    /// How long a statement of a step waits for a lock; 800 ms unless stated: less than the engine waits before it
    /// looks for a deadlock, so that the step gives way and no statement of the application is broken off.
    pub lock_timeout: Duration,
    /// How often a step that did not get its lock is tried again; 8 times unless stated.
    pub lock_retries: u32,
    /// Sessions of the application that write while steps run (PostgreSQL); 4 unless stated.
    pub writers: usize,
}

impl Default for ProveOptions {
    fn default() -> Self {
        Self {
            rows: 20,
            given_rows: None,
            seed: 1,
            purge: false,
            queries_before: Vec::new(),
            queries_after: Vec::new(),
            lock_timeout: Duration::from_millis(800),
            lock_retries: 8,
            writers: 4,
        }
    }
}

impl ProveOptions {
    /// Sets the number of rows generated per table.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Gives rows that are there before the plan is run: a script of `INSERT`s on the schema before.
    pub fn given_rows(mut self, script: Option<String>) -> Self {
        self.given_rows = script;
        self
    }

    /// Sets the seed of everything left to chance.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Says whether the `purge` phase is run too.
    pub fn purge(mut self, purge: bool) -> Self {
        self.purge = purge;
        self
    }

    /// Sets the statements of the running version, one each.
    pub fn queries_before(mut self, statements: Vec<String>) -> Self {
        self.queries_before = statements;
        self
    }

    /// Sets the statements of the new version, one each.
    pub fn queries_after(mut self, statements: Vec<String>) -> Self {
        self.queries_after = statements;
        self
    }

    /// Sets how long a statement of a step waits for a lock.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Sets how often a step that did not get its lock is tried again.
    pub fn lock_retries(mut self, retries: u32) -> Self {
        self.lock_retries = retries;
        self
    }

    /// Sets how many sessions of the application write while steps run; with 0 it acts between steps only.
    pub fn writers(mut self, writers: usize) -> Self {
        self.writers = writers;
        self
    }
}
