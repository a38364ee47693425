//! Gates and triggers over metrics as `AnalysisTemplate`s.

use plan_engine::migration::model::{Criterion, Holds, Probe};
use plan_engine::migration::{MigrationPhase, MigrationStep, PlannedTrigger, Work};
use plan_engine::specification::model::{Comparison, TriggerAction};

use super::super::super::scene::{Scene, safe};
use super::super::super::yaml::Yaml;
use super::super::kubernetes::object;
use super::Told;

/// An analysis, and what it stands for.
pub(super) struct Analysis {
    pub(super) name: String,
    /// The step of the plan whose gate it is; none for the triggers.
    pub(super) step: Option<String>,
    pub(super) object: Yaml,
}

/// How often a trigger is asked, in seconds.
const EVERY: f64 = 30.0;

/// Whether a phase has anything that is analysed.
pub(super) fn is_needed(scene: &Scene<'_>, phase: &MigrationPhase) -> bool {
    triggers(scene, phase).next().is_some() || phase.steps.iter().any(|it| !metrics_of(it).is_empty())
}

/// The analyses of a phase: one for each gate over metrics, one for all triggers.
pub(super) fn of_phase(scene: &Scene<'_>, phase: &MigrationPhase, told: &Told) -> Vec<Analysis> {
    let Some(address) = &told.prometheus else { return Vec::new() };
    let mut analyses = Vec::new();
    for step in &phase.steps {
        let criteria = metrics_of(step);
        if !criteria.is_empty() {
            let metrics = criteria.iter().enumerate().map(|(at, it)| gate(at, it, address));
            analyses.push(analysis(told, &step.id, Some(step.id.clone()), metrics.collect()));
        }
    }
    let metrics: Vec<Yaml> = triggers(scene, phase).map(|it| trigger(it, address)).collect();
    if !metrics.is_empty() {
        analyses.push(analysis(told, "triggers", None, metrics));
    }
    analyses
}

fn analysis(told: &Told, name: &str, step: Option<String>, metrics: Vec<Yaml>) -> Analysis {
    let tail = safe(name.rsplit('/').next().unwrap_or(name)).replace(['_', '.'], "-");
    let name: String = format!("{}-{tail}", told.name).chars().take(63).collect();
    let name = name.trim_end_matches('-').to_owned();
    let spec = Yaml::map([("metrics", Yaml::List(metrics))]);
    let object = object("argoproj.io/v1alpha1", "AnalysisTemplate", (&name, &told.namespace), spec);
    Analysis { name, step, object }
}

/// Triggers that start the way back while a phase is under way.
fn triggers<'a>(scene: &Scene<'a>, phase: &'a MigrationPhase) -> impl Iterator<Item = &'a PlannedTrigger> + use<'a> {
    let armed =
        |it: &&PlannedTrigger| it.armed_in.contains(&phase.id) && it.trigger.action == TriggerAction::AutomaticRollback;
    scene.plan.triggers.iter().filter(armed)
}

/// The conditions of a gate that Prometheus can tell.
fn metrics_of(step: &MigrationStep) -> Vec<&Criterion> {
    let Work::Gate(gate) = &step.work else { return Vec::new() };
    // What is asked before a stage has passed once it holds; analyses are for what has to stay so.
    gate.criteria.iter().filter(|it| matches!(it.probe, Probe::Metric { .. }) && it.for_seconds > 0.0).collect()
}

fn gate(at: usize, criterion: &Criterion, address: &str) -> Yaml {
    let Probe::Metric { expression } = &criterion.probe else { return Yaml::Map(Vec::new()) };
    let interval = (criterion.for_seconds / 60.0).clamp(30.0, 300.0).round();
    let count = (criterion.for_seconds / interval).ceil().max(1.0);
    let sign = match criterion.holds {
        Holds::AtMost => "<=",
        Holds::AtLeast => ">=",
        Holds::Equal => "==",
    };
    let name = format!("{}-{}", safe(criterion.measure.subject()).chars().take(40).collect::<String>(), at + 1);
    Yaml::map([
        ("name", name.into()),
        ("interval", format!("{interval}s").into()),
        ("count", Yaml::Plain(format!("{count}"))),
        // One look that does not hold, or has no answer, ends the roll-out.
        ("failureLimit", 0_u32.into()),
        ("successCondition", format!("len(result) == 1 && result[0] {sign} {}", criterion.bound).into()),
        ("provider", provider(address, expression)),
    ])
}

/// The condition of a trigger held all through its time where the least (or the most) of that time passes the bound.
fn trigger(planned: &PlannedTrigger, address: &str) -> Yaml {
    let bound = &planned.trigger.bound;
    let (over, sign) = match bound.comparison {
        Comparison::Above => ("min_over_time", ">"),
        Comparison::Below => ("max_over_time", "<"),
    };
    let seconds = planned.trigger.for_seconds.round();
    let expression = if seconds >= EVERY {
        format!("{over}(({})[{seconds}s:15s])", planned.expression)
    } else {
        planned.expression.clone()
    };
    Yaml::map([
        ("name", safe(planned.id.rsplit('/').next().unwrap_or(&planned.id)).into()),
        ("interval", format!("{EVERY}s").into()),
        ("failureLimit", 0_u32.into()),
        ("failureCondition", format!("len(result) > 0 && result[0] {sign} {}", bound.threshold).into()),
        // Where nothing is measured yet, nothing is known to be wrong.
        ("successCondition", format!("len(result) == 0 || !(result[0] {sign} {})", bound.threshold).into()),
        ("provider", provider(address, &expression)),
    ])
}

fn provider(address: &str, query: &str) -> Yaml {
    Yaml::map([("prometheus", Yaml::map([("address", address.into()), ("query", query.into())]))])
}
