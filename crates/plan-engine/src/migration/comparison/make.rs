//! Makes a comparison: each pattern is planned for each migration by itself.

use schedule::Instant;

use super::model::{
    COMPARISON_SCHEMA_VERSION, MigrationPatterns, PatternAbout, PatternComparison, PatternEnd, PatternFit, Times,
};
use super::{fit, needs, recommend};
use crate::Error;
use crate::estimate::Estimate;
use crate::migration::model::MigrationPlan;
use crate::migration::pattern::known;
use crate::migration::schedule::{ScheduleOptions, schedule};
use crate::migration::{Inputs, make, time};
use crate::risk::{Circumstances, Level, assess};
use crate::specification::Specification;
use crate::specification::model::Migration;

/// How patterns are compared.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ComparisonOptions {
    /// When work begins; none: when the specification says, else on a Monday at nine (UTC).
    pub start: Option<Instant>,
    /// How many times durations are drawn.
    pub draws: u32,
    /// What chance begins from.
    pub seed: u64,
}

impl Default for ComparisonOptions {
    fn default() -> Self {
        Self { start: None, draws: 1_000, seed: 1 }
    }
}

impl ComparisonOptions {
    /// As the specification says, with 1,000 draws and seed 1.
    pub fn new() -> Self {
        Self::default()
    }

    /// From this point in time on.
    #[must_use]
    pub fn start(mut self, start: Instant) -> Self {
        self.start = Some(start);
        self
    }

    /// With so many draws from this seed.
    #[must_use]
    pub fn draws(mut self, draws: u32, seed: u64) -> Self {
        (self.draws, self.seed) = (draws, seed);
        self
    }
}

/// Schedules that levelling generates for each pattern: enough to compare by.
const LEVELLED: u64 = 40;

/// The patterns by themselves.
pub fn listed() -> PatternComparison {
    let about = |it: crate::migration::pattern::KnownPattern| {
        let name = it.names.first().copied().unwrap_or_default();
        PatternAbout {
            name: name.to_owned(),
            also: it.names.iter().skip(1).map(|it| (*it).to_owned()).collect(),
            kinds: it.kinds.to_vec(),
            summary: it.summary.to_owned(),
            to_write: needs::of(name).iter().map(|it| (*it).to_owned()).collect(),
        }
    };
    PatternComparison {
        schema_version: COMPARISON_SCHEMA_VERSION.to_owned(),
        kind: "pattern_comparison".to_owned(),
        name: String::new(),
        start: None,
        patterns: known().into_iter().map(about).collect(),
        migrations: Vec::new(),
    }
}

/// Compares the patterns for each migration of `specification`, each taken by itself: what it waits for is left out.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where no plan can be made of the specification by a pattern that is for its kind.
pub fn compare(
    specification: &Specification,
    inputs: &Inputs,
    options: &ComparisonOptions,
) -> Result<PatternComparison, Error> {
    if specification.migrations.is_empty() {
        return Err(Error::input("the specification holds no migration: name one under `migrations`"));
    }
    let start = options.start.or(specification.start).map_or_else(monday, Ok)?;
    let mut made = listed();
    made.start = Some(start);
    for migration in &specification.migrations {
        let mut fits = Vec::new();
        for pattern in known().into_iter().filter(|it| it.kinds.contains(&migration.kind)) {
            let Some(name) = pattern.names.first() else { continue };
            fits.push(one(specification, migration, inputs, name, (start, options))?);
        }
        let stated = crate::migration::pattern::own_name(&migration.pattern).to_owned();
        let (recommended, because) = recommend::best(&mut fits, &stated);
        made.migrations.push(MigrationPatterns {
            migration: migration.id.clone(),
            kind: migration.kind,
            stated,
            recommended,
            because,
            patterns: fits,
        });
    }
    made.name.clone_from(&specification.name);
    Ok(made)
}

/// A Monday: where nobody says when work begins, only how long it takes matters.
fn monday() -> Result<Instant, Error> {
    "2024-01-01T09:00Z".parse().map_err(|_| Error::input("no time to begin with: give `start`"))
}

fn one(
    specification: &Specification,
    migration: &Migration,
    inputs: &Inputs,
    name: &str,
    (start, options): (Instant, &ComparisonOptions),
) -> Result<PatternFit, Error> {
    let stated = crate::migration::pattern::own_name(&migration.pattern) == name;
    let alone =
        Migration { pattern: name.to_owned(), after: Vec::new(), together_with: Vec::new(), ..migration.clone() };
    let alone = Specification { migrations: vec![alone], ..specification.clone() };
    let plan = make(&alone, inputs.clone())?;
    let how = ScheduleOptions::new(start).draws(options.draws, options.seed).iterations(LEVELLED);
    // A window that holds no step whole is a reason, no failure of the comparison.
    let found = schedule(&plan, &how);
    let mut circumstances = Circumstances::new();
    if let Ok(found) = &found {
        circumstances = circumstances.schedule(found.clone());
    }
    let risks = assess(&plan, &circumstances);
    let downtime = downtime(&plan);
    let mut reasons = fit::reasons(&alone, inputs, &plan, stated, downtime.as_ref());
    if let Err(error) = &found {
        reasons.push(fit::excluded(format!("it cannot be scheduled: {error}"), Vec::new()));
    }
    let after = |at: Option<Instant>| at.map(|it| seconds_between(start, it));
    let duration = found
        .ok()
        .and_then(|it| Some(Times { p50: after(it.end.p50)?, p80: after(it.end.p80), p95: after(it.end.p95) }));
    reasons.sort_by_key(|it| it.side);
    let level = risks.risks.iter().map(|it| it.level).max().unwrap_or(Level::Low);
    Ok(PatternFit {
        pattern: name.to_owned(),
        fits: reasons.iter().all(|it| it.side != super::ReasonSide::Excludes),
        reasons,
        duration,
        downtime: downtime.map(|it| times(&it)),
        phases: plan.phases.iter().map(|it| it.name.clone()).collect(),
        steps: plan.steps().count(),
        point_of_no_return: end(&plan),
        recovery: recovery(&plan).map(|it| times(&it)),
        risk: level,
        risks: risks.risks.iter().filter(|it| it.level == level).count(),
        to_write: needs::of(name).iter().map(|it| (*it).to_owned()).collect(),
    })
}

fn seconds_between(from: Instant, to: Instant) -> f64 {
    from.seconds_until(to)
}

fn times(estimate: &Estimate) -> Times {
    let [p50, p80, p95] = [0.5, 0.8, 0.95].map(|share| round(estimate.distribution.quantile(share)));
    Times { p50, p80: Some(p80), p95: Some(p95) }
}

/// Whole tenths of a second: no estimate is finer.
fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}

/// How long nobody can write.
fn downtime(plan: &MigrationPlan) -> Option<Estimate> {
    let down = plan.steps().filter(|it| it.timing.in_one_go.as_deref() == Some("downtime"));
    time::sum(down.map(|it| &it.estimate))
}

fn end(plan: &MigrationPlan) -> Option<PatternEnd> {
    let (phase, point) = plan.phases.iter().find_map(|it| Some((it, it.point_of_no_return.as_ref()?)))?;
    let step = phase.steps.iter().find(|it| it.id == point.step)?;
    Some(PatternEnd { phase: phase.name.clone(), step: step.title.clone(), because: point.because.clone() })
}

/// The longest way back, of the phases up to the one where it ends, until nobody relies on the phase any more.
fn recovery(plan: &MigrationPlan) -> Option<Estimate> {
    let open = plan.phases.iter().take_while(|it| it.point_of_no_return.is_none());
    let back = open.filter_map(crate::migration::MigrationPhase::recovery);
    back.max_by(|one, other| one.distribution.quantile(0.8).total_cmp(&other.distribution.quantile(0.8)))
}
