//! How far something is that may take long, on standard error, only on a terminal, and only after a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less is over before anybody has read that it runs.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that comes when it takes long and goes when it is dropped.
pub(crate) struct Waiting {
    bar: ProgressBar,
    /// Dropped, it ends the thread that shows the bar.
    over: Option<Sender<()>>,
    shows: Option<JoinHandle<()>>,
}

impl Waiting {
    /// For what is told in these words first.
    pub(crate) fn new(what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        let (over, waits) = channel::<()>();
        let shown = bar.clone();
        let show = move || {
            if waits.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // Where this is no terminal it stays hidden.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(120));
            }
        };
        // Without a thread there is no bar, and everything else is as well.
        let shows = std::thread::Builder::new().spawn(show).ok();
        Self { bar, over: Some(over), shows }
    }

    /// From now on it is this.
    pub(crate) fn now(&self, what: &'static str) {
        self.bar.set_message(what);
    }

    /// So many of so many are done.
    pub(crate) fn reached(&self, done: u32, of: u32) {
        if self.bar.length().is_none() {
            if let Ok(style) = ProgressStyle::with_template("{spinner} [{bar:20}] {elapsed} {wide_msg}") {
                self.bar.set_style(style);
            }
            self.bar.set_length(u64::from(of));
        }
        self.bar.set_position(u64::from(done));
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(shows) = self.shows.take() {
            // It does not panic, and if it did there would be no bar to clear.
            let _ = shows.join();
        }
        self.bar.finish_and_clear();
    }
}
