//! A plan of migrations as one page of HTML that needs nothing else: for whoever decides, and for whoever is called.
//!
//! Every figure comes from the plan, its schedule and its risks; nothing is fetched and nothing is run in the browser.

mod checklists;
mod clock;
mod files;
mod gates;
mod graph;
mod ladder;
mod matrix;
mod progress;
mod prose;
mod sheet;
mod steps;
mod summary;
mod timeline;

use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::{DeadlineOutcome, MigrationSchedule, ProgressReport};
use plan_engine::risk::Assessment;

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    plan: &'a MigrationPlan,
    schedule: &'a MigrationSchedule,
    risks: &'a Assessment,
    progress: Option<&'a ProgressReport>,
    dated: bool,
}

impl<'a> Page<'a> {
    /// Of a plan, with its schedule and its risks.
    pub fn new(plan: &'a MigrationPlan, schedule: &'a MigrationSchedule, risks: &'a Assessment) -> Self {
        Self { plan, schedule, risks, progress: None, dated: true }
    }

    /// Nobody has said when work begins: days are counted from the first one.
    #[must_use]
    pub fn undated(mut self) -> Self {
        self.dated = false;
        self
    }

    /// The deadline, where dates are known.
    fn deadline(&self) -> Option<&'a DeadlineOutcome> {
        self.schedule.deadline.as_ref().filter(|_| self.dated)
    }

    /// With how far the plan is.
    #[must_use]
    pub fn progress(mut self, progress: &'a ProgressReport) -> Self {
        self.progress = Some(progress);
        self
    }

    /// The page.
    ///
    /// # Errors
    /// Where a value cannot be formatted; none of a plan that was made.
    pub fn html(&self) -> Result<String, std::fmt::Error> {
        sheet::Sheet::of(self).write()
    }
}
