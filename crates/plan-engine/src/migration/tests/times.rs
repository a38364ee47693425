//! Schedules of plans.

use proptest::prelude::*;
use schedule::Instant;

use super::{LEDGER, PARCELS, TOGETHER, plan, read};
use crate::estimate::Model;
use crate::migration::schedule::{ProgressReport, ScheduleOptions, StepProgress, schedule};
use crate::migration::{Inputs, make};

fn start() -> Instant {
    "2027-02-01T08:00Z".parse().unwrap()
}

fn options() -> ScheduleOptions {
    ScheduleOptions::new(start()).draws(500, 3).iterations(40)
}

#[test]
fn steps_keep_to_windows_order_and_quantiles() {
    let plan = plan(LEDGER);
    let found = schedule(&plan, &options()).unwrap();
    let times = |id: &str| found.steps.iter().find(|it| it.id == id).unwrap();
    for step in plan.steps() {
        let its = times(&step.id);
        assert!(step.after.iter().all(|it| times(it).finish <= its.start), "{}", step.id);
        assert!(its.end.p50 <= its.end.p80 && its.end.p80 <= its.end.p95, "{}", step.id);
        if !step.timing.windows.is_empty() {
            // 01:00 to 04:30 in Vienna, in winter: 00:00 to 03:30 UTC.
            let second = its.start.seconds().rem_euclid(86_400);
            assert!(second < 12_600, "{} begins at {}", step.id, its.start);
        }
    }
    // The downtime runs without a pause.
    assert_eq!(times("database/cut-fence").finish, times("database/cut-drained").start);
    assert!(times("database/cut-switch").finish.seconds() - times("database/cut-fence").start.seconds() < 3_600);
}

#[test]
fn a_missed_deadline_and_a_long_downtime_are_told() {
    let mut specification = read(LEDGER);
    specification.deadline = Some("2027-02-03T08:00Z".parse().unwrap());
    specification.migrations[0].constraints.max_downtime = Some(120.0);
    let found = schedule(&make(&specification, Inputs::new()).unwrap(), &options()).unwrap();
    assert!(!found.keeps_its_time());
    let says = |word: &str| found.problems.iter().any(|it| it.says.contains(word));
    assert!(says("after the deadline") && says("writes stop for"), "{:?}", found.problems);
    assert!(says("most would help"), "{:?}", found.problems);
}

#[test]
fn progress_moves_the_end_and_is_of_this_plan() {
    let plan = plan(PARCELS);
    let before = schedule(&plan, &options()).unwrap();
    let at: Instant = "2027-02-04T08:00Z".parse().unwrap();
    let done = |id: &str| StepProgress { step: id.to_owned(), started: start(), finished: Some(at), share: 1.0 };
    let steps = plan.phases[0].steps.iter().map(|it| done(&it.id)).collect();
    let mut progress = ProgressReport { steps, ..ProgressReport::new(&plan, at) };
    let after = schedule(&plan, &options().progress(progress.clone())).unwrap();
    assert!(after.start == at && after.steps[0].done >= 1.0 && after.end.p50 != before.end.p50);
    let text = serde_json::to_string(&progress).unwrap();
    assert_eq!(ProgressReport::from_json(&text).unwrap(), progress);
    progress.steps[0].step = "service/nothing".to_owned();
    let error = schedule(&plan, &options().progress(progress)).unwrap_err().to_string();
    assert!(error.contains("service/nothing"), "{error}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let plan = plan(TOGETHER);
    let once = || schedule(&plan, &options()).unwrap().to_json().unwrap();
    assert_eq!(once(), once());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn longer_holds_never_end_earlier(hours in 1_u32..60, more in 1_u32..60) {
        let end = |hours: u32| {
            let mut specification = read(PARCELS);
            specification.migrations[0].flags[0].stages[1].hold_seconds = f64::from(hours) * 3_600.0;
            let options = ScheduleOptions::new(start()).draws(60, 3).iterations(5);
            schedule(&make(&specification, Inputs::new()).unwrap(), &options).unwrap().end.p50
        };
        prop_assert!(end(hours) <= end(hours + more));
    }

    #[test]
    fn whatever_the_figures_are_a_plan_is_made(
        rows in 0.0_f64..1e15, writes in 0.0_f64..1e9, downtime in 0.0_f64..1e7, percentage in 0.0_f64..100.0
    ) {
        let mut specification = read(LEDGER);
        specification.migrations[0].tables[0].rows = Some(rows);
        specification.migrations[0].tables[0].writes_per_second = Some(writes);
        specification.migrations[0].constraints.max_downtime = Some(downtime);
        specification.migrations[0].constraints.data_volume = Some(rows * 10.0);
        prop_assert!(make(&specification, Inputs::new()).is_ok());
        let mut specification = read(PARCELS);
        specification.migrations[0].flags[0].stages[1].percentage = percentage;
        prop_assert!(make(&specification, Inputs::new()).is_ok());
    }
}

#[test]
fn what_is_held_for_days_is_held_around_the_clock() {
    const MACHINES: &str = "{type: infrastructure, pattern: lift_and_shift, source: racks, target: cloud}";
    const ROUTES: &str = "{type: service, pattern: strangler_fig, source: old desk, target: new desk}";
    for text in [MACHINES, ROUTES] {
        let plan = plan(text);
        let found = schedule(&plan, &options()).unwrap();
        for step in plan.steps().filter(|it| it.estimate.model == Model::Gate && it.timing.windows.is_empty()) {
            let its = found.steps.iter().find(|it| it.id == step.id).unwrap();
            let held = step.estimate.distribution.mean();
            let took = its.finish.seconds() - its.start.seconds();
            assert!(f64::from(u32::try_from(took).unwrap()) <= held + 60.0, "{} takes {took} s", step.id);
        }
    }
}
