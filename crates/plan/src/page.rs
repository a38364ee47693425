//! The page of `plan show --format html`: the plan with its schedule, its risks and how far it is.

use ::schedule::Instant;
use cli_common::Failure;
use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::{ScheduleOptions, schedule};
use plan_engine::risk::{Circumstances, assess};
use render::page::Page;

use crate::way_back;

/// Where nobody says when work begins, days count from a Monday morning: 2001-01-01T09:00Z, before every freeze.
const SOME_MONDAY: i64 = 978_339_600;

/// The page of `plan`, which was read at `path`.
pub(crate) fn html(
    path: &str,
    plan: &MigrationPlan,
    start: Option<Instant>,
    state: Option<&str>,
) -> Result<String, Failure> {
    let progress = state.map(|file| way_back::state(file, plan)).transpose()?;
    let began = progress.as_ref().and_then(|it| it.steps.iter().map(|step| step.started).min());
    let start = start.or(plan.specification.start).or(began);
    let mut options = ScheduleOptions::new(start.unwrap_or(Instant::from_seconds(SOME_MONDAY)));
    if let Some(progress) = &progress {
        options = options.progress(progress.clone());
    }
    let found = schedule(plan, &options).map_err(|error| {
        Failure::new(format!("{path}: {error}")).help("see windows, calendars and freezes of the specification")
    })?;
    let mut circumstances = Circumstances::new();
    if start.is_some() {
        circumstances = circumstances.schedule(found.clone());
    }
    let risks = assess(plan, &circumstances);
    let mut page = Page::new(plan, &found, &risks);
    if start.is_none() {
        page = page.undated();
    }
    if let Some(progress) = &progress {
        page = page.progress(progress);
    }
    page.html().map_err(|error| Failure::new(format!("{path}: {error}")))
}
