//! How far a proof is, on standard error and only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plan_engine::plan::Plan;
use runner::ProgressEvent;

/// A bar with one unit per phase from which the way back is proven. It hides itself where there is no terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(plan: &Plan) -> Self {
        let bar = ProgressBar::new(plan.phases.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{spinner} [{bar:20}] {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    pub(crate) fn show(&mut self, event: ProgressEvent) {
        match event {
            ProgressEvent::Preparing => self.bar.set_message("making both schemas and their rows"),
            ProgressEvent::Phase { phase, .. } => self.bar.set_message(format!("forwards: {phase}")),
            ProgressEvent::Step { step, title, .. } => self.bar.set_message(format!("{step}: {title}")),
            ProgressEvent::WayBack { from } => {
                self.bar.inc(1);
                self.bar.set_message(format!("back from {from}"));
            }
            _ => {}
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
