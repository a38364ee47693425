//! How far the work is: rows, rate and time left, on standard error and only on a terminal.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use validation::Progress;

/// A bar for one thing after the other. It hides itself where there is no terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    /// What is done now, where its end cannot be told.
    pub(crate) fn doing(&self, what: String) {
        self.style("{spinner} {elapsed} {wide_msg}");
        self.bar.set_message(what);
    }

    /// Rows: how many are done, how fast, and how long it will take.
    pub(crate) fn rows(&self, progress: &Progress) {
        match progress.of {
            Some(of) if of > 0 => {
                self.bar.set_length(of.max(progress.done));
                self.style("{spinner} {msg} [{bar:24}] {human_pos} of {human_len} rows, {rate}, {eta} left");
            }
            _ => self.style("{spinner} {msg} {human_pos} rows, {rate}, {elapsed}"),
        }
        self.bar.set_position(progress.done);
        self.bar.set_message(format!("{}, {} differences,", progress.stage.as_str(), progress.differences));
    }

    /// Rows of a repair: how many are done, how fast, and how long it will take.
    pub(crate) fn mended(&self, done: u64, of: u64) {
        self.bar.set_length(of.max(done));
        self.style("{spinner} mending [{bar:24}] {human_pos} of {human_len} rows, {rate}, {eta} left");
        self.bar.set_position(done);
    }

    fn style(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.with_key("rate", |state: &ProgressState, to: &mut dyn Write| {
                // A bar has no way to tell that it cannot be written.
                let _ = write!(to, "{:.0} rows/s", state.per_sec());
            }));
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
