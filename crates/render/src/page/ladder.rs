//! The ladder back: what each phase's way back is, from the last phase down to the first, and where it ends.

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::MigrationPhase;
use plan_engine::plan::Loss;

use super::Page;
use super::progress::Told;
use super::prose::{name, prose, sentence};
use crate::plan::words::count;

/// The rungs, the last phase first.
pub(super) struct Ladder {
    pub(super) rungs: Vec<Rung>,
    /// The longest recovery of one phase, at P80: until nobody relies on what is taken back.
    pub(super) longest: Option<String>,
    /// How long recovery may take.
    pub(super) objective: Option<String>,
}

/// The way back from the end of a phase to before it.
pub(super) struct Rung {
    pub(super) phase: String,
    pub(super) class: &'static str,
    pub(super) time: String,
    /// The same at P95, and how long anybody relies on what is taken back.
    pub(super) small: String,
    pub(super) says: String,
    pub(super) loses: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) done: bool,
    /// The point of no return, where it lies in this phase: the step, and why.
    pub(super) no_return: Option<(String, String)>,
}

impl Ladder {
    pub(super) fn of(page: &Page<'_>, told: Option<&Told<'_>>) -> Self {
        let rungs = page.plan.phases.iter().rev().map(|it| rung(it, told)).collect();
        let recoveries = page.plan.phases.iter().filter_map(MigrationPhase::recovery);
        let longest = recoveries.map(|it| it.distribution.quantile(0.8)).max_by(f64::total_cmp);
        Self {
            rungs,
            longest: longest.filter(|it| *it > 0.0).map(duration_in_words),
            objective: page.plan.specification.objectives.recovery_time.map(duration_in_words),
        }
    }
}

fn rung(phase: &MigrationPhase, told: Option<&Told<'_>>) -> Rung {
    let back = &phase.way_back;
    let nothing = back.steps.is_empty() && back.loses.iter().all(|it| *it == Loss::Nothing);
    let gone = back.loses.iter().any(|it| matches!(it, Loss::Everything(_)));
    let class = match (gone, nothing, phase.point_of_no_return.is_some()) {
        (true, ..) => "none",
        (_, _, true) => "slow",
        (_, true, _) => "nothing",
        _ => "way",
    };
    let quantile = |p: f64| back.estimate.as_ref().map(|it| duration_in_words(it.distribution.quantile(p)));
    let (p80, p95) = (quantile(0.8), quantile(0.95));
    let time = match (class, &p80, &p95) {
        ("none", ..) => "no way back".to_owned(),
        ("nothing", ..) => "nothing to undo".to_owned(),
        (_, Some(p80), _) => p80.clone(),
        _ => "at once".to_owned(),
    };
    let relied = phase.recovery().map(|it| duration_in_words(it.distribution.quantile(0.8)));
    let mut small = match (class, &p80, p95) {
        ("none" | "nothing", ..) => Vec::new(),
        (_, Some(p80), Some(p95)) if *p80 != p95 => vec![format!("P95 {p95}")],
        _ => Vec::new(),
    };
    if let (Some(relied), Some(p80)) = (relied, &p80)
        && relied != *p80
        && !matches!(class, "none" | "nothing")
    {
        small.push(format!("relied on for {relied}"));
    }
    let lost = |it: &Loss| match it {
        Loss::Everything(why) => Some(prose(&sentence(why))),
        Loss::Policy(policy) => Some(prose(&sentence(policy))),
        Loss::Nothing => None,
    };
    let mut loses: Vec<String> = back.loses.iter().filter_map(lost).collect();
    loses.dedup();
    Rung {
        phase: name(&phase.id),
        class,
        time,
        small: small.join(", "),
        says: match back.steps.len() {
            0 => String::new(),
            steps => format!("{} to take back", count(steps, "step")),
        },
        loses,
        first: back.first_take_back.iter().map(|it| name(it)).collect(),
        done: told.is_some_and(|it| it.are_done(&phase.steps)),
        no_return: phase.point_of_no_return.as_ref().map(|it| (name(&it.step), prose(&sentence(&it.because)))),
    }
}
