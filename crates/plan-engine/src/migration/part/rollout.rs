//! Traffic that moves in stages: each is held, and judged before the next.

use std::collections::BTreeSet;

use super::super::context::{Context, prior};
use super::super::draft::{Anchor, PhaseDraft, StepDraft};
use super::super::model::{Criterion, MigrationGate, Note, ProbeSide, Work};
use super::super::team::Duty;
use super::super::time;
use super::{bake, consumers, flag_routes, probe, room, routes, watch};
use crate::estimate::model::{Activity, hold};
use crate::specification::model::{Fact, Flag, Route, Stage};

/// Seconds that a stage is watched where no hold is told: enough for an alert that looks at five minutes to sound.
const LEAST: f64 = 600.0;

/// A phase for each flag, in the order of the specification: one change at a time, so that a metric tells which flag
/// moved it.
pub(crate) fn phases(context: &Context<'_>) -> Vec<PhaseDraft> {
    let flags = &context.migration.flags;
    if flags.is_empty() {
        return vec![phase(context, &default_flag(context), None, &[])];
    }
    let moved = flag_routes::of_flags(context.migration);
    let left = left_over(context, &moved);
    let whole = flags.iter().zip(moved).enumerate();
    let mut phases: Vec<PhaseDraft> = whole
        .map(|(at, (flag, routes))| moving(context, phase(context, flag, Some(at), &routes), (at, flag), &routes))
        .collect();
    if let Some(last) = phases.last_mut() {
        last.notes.extend(left);
    }
    phases
}

/// A phase called `name` that moves the traffic by these shares, an hour each.
pub(crate) fn of_shares(context: &Context<'_>, name: &str, shares: &[f64]) -> PhaseDraft {
    let last = shares.len().saturating_sub(1);
    let stage =
        |(at, share): (usize, &f64)| Stage { percentage: *share, hold_seconds: if at == last { 0.0 } else { HELD } };
    let stages = shares.iter().enumerate().map(stage).collect();
    let flag = Flag { stages, ..default_flag(context) };
    PhaseDraft { name: name.to_owned(), ..phase(context, &flag, None, &[]) }
}

/// Seconds that a stage is held where no flag is told.
const HELD: f64 = 3_600.0;

/// Routes that no flag moves, where all flags state theirs.
fn left_over(context: &Context<'_>, moved: &[Vec<usize>]) -> Option<Note> {
    let old = &context.migration.service.as_ref()?.legacy.routes;
    let moved: BTreeSet<usize> = moved.iter().flatten().copied().collect();
    let left: Vec<String> =
        old.iter().enumerate().filter(|(at, _)| !moved.contains(at)).map(|(_, route)| routes::name(route)).collect();
    let says = format!("no flag states {}: the old side keeps what no flag moves", left.join(", "));
    let fact = || context.fact(&["/feature_flags", "/flags"], "flags with the routes that they move");
    (!left.is_empty()).then(|| Note::new(says, vec![fact()]))
}

/// 1, 5, 25, 50, 100 %, where no flag is told.
fn default_flag(context: &Context<'_>) -> Flag {
    let stages = [(1.0, HELD), (5.0, HELD), (25.0, HELD), (50.0, HELD), (100.0, 0.0)];
    Flag {
        name: format!("{} weight", context.migration.id),
        description: None,
        initial_percentage: 0.0,
        routes: Vec::new(),
        stages: stages.map(|(percentage, hold_seconds)| Stage { percentage, hold_seconds }).to_vec(),
    }
}

/// With a note of the routes that the flag moves.
fn moving(context: &Context<'_>, phase: PhaseDraft, (at, flag): (usize, &Flag), moved: &[usize]) -> PhaseDraft {
    let Some(service) = &context.migration.service else { return phase };
    let its: Vec<(usize, &Route)> =
        moved.iter().filter_map(|at| Some((*at, service.legacy.routes.get(*at)?))).collect();
    let stated = [format!("/feature_flags/{at}/routes"), format!("/flags/{at}/routes")];
    if its.is_empty() {
        let by = if flag.routes.is_empty() { "by the words of its name" } else { "as stated" };
        let says = format!("no route of the old side is {}'s {by}: it moves what is new", flag.name);
        return phase.note(Note::new(says, vec![context.pattern_fact()]));
    }
    let names: Vec<String> = its.iter().map(|(_, route)| routes::name(route)).collect();
    let facts = its.iter().map(|(at, _)| {
        let place = format!("/service_details/legacy_service/endpoints/{at}");
        let says = service.legacy.routes.get(*at).map(routes::name).unwrap_or_default();
        context.fact(&[&place, "/service_details/legacy_service/endpoints"], format!("the old side has {says}"))
    });
    if flag.routes.is_empty() {
        let says = format!("by the words of its name {} moves {}", flag.name, names.join(", "));
        return phase.note(Note::new(says, facts.collect()));
    }
    let says = format!("as stated {} moves {}", flag.name, names.join(", "));
    let first = context.fact(&stated.each_ref().map(String::as_str), format!("{} states its routes", flag.name));
    phase.note(Note::new(says, std::iter::once(first).chain(facts).collect()))
}

fn phase(context: &Context<'_>, flag: &Flag, at: Option<usize>, moved: &[usize]) -> PhaseDraft {
    let what = flag.description.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
    let purpose = format!("All traffic of {}{what} is on the new side", flag.name);
    let names: &[&str] = &["gradual_migration", "rollout", "roll_out", "canary", "traffic"];
    let mut phase =
        PhaseDraft::new(format!("canary-{}", super::super::draft::slug_of(&flag.name)), Anchor::Shifts, purpose)
            .also_called(names);
    let fact = |stage: &Stage, place: String| match at {
        Some(at) => {
            let places = [
                format!("/feature_flags/{at}/{place}"),
                format!("/flags/{at}/{place}"),
                format!("/feature_flags/{at}"),
            ];
            let says = format!("{}: {} % for {}", flag.name, stage.percentage, words(stage.hold_seconds));
            context.fact(&places.each_ref().map(String::as_str), says)
        }
        None => prior(
            format!("{} % for {}", stage.percentage, words(stage.hold_seconds)),
            "stages of this program where no flag is told, an hour each; state `flags`",
        ),
    };
    let mut before = 0.0;
    let first = flag.stages.first().map(|it| it.percentage);
    if flag.initial_percentage > 0.0 && first != Some(flag.initial_percentage) {
        let stage = Stage { percentage: flag.initial_percentage, hold_seconds: 0.0 };
        add_stage(context, &mut phase, flag, moved, (before, stage), &fact(&stage, "initial_percentage".to_owned()));
        before = stage.percentage;
    }
    for (number, stage) in flag.stages.iter().enumerate() {
        add_stage(
            context,
            &mut phase,
            flag,
            moved,
            (before, *stage),
            &fact(stage, format!("rollout_schedule/{number}")),
        );
        before = stage.percentage;
    }
    if let (Some(at), Some(step)) = (at, first_stage(&mut phase).filter(|_| first == Some(flag.initial_percentage))) {
        let says = format!("{} begins with {} %", flag.name, flag.initial_percentage);
        step.step.basis.push(context.fact(&[&format!("/feature_flags/{at}/initial_percentage")], says));
    }
    phase
}

fn first_stage(phase: &mut PhaseDraft) -> Option<&mut StepDraft> {
    phase.groups.iter_mut().flatten().find(|it| matches!(it.step.work, Work::Traffic { .. }))
}

fn add_stage(
    context: &Context<'_>,
    phase: &mut PhaseDraft,
    flag: &Flag,
    moved: &[usize],
    (from, stage): (f64, Stage),
    basis: &Fact,
) {
    let to = stage.percentage;
    let who = context.who(Duty::Service);
    let work = Work::Traffic { flag: flag.name.clone(), from, to, hold_seconds: stage.hold_seconds };
    let back = time::by_program("a flag that is set back");
    let step = StepDraft::new(
        format!("to-{to}"),
        format!("{}: {from} → {to} % of the traffic", flag.name),
        work,
        who.clone(),
        time::by_person(&who, Activity::Operate),
        std::iter::once(basis.clone()).chain(room::balancers(context)).collect(),
    )
    .why(format!("At {to} % a fault reaches {to} % of the requests, and is taken back by a switch."))
    .felt(context)
    .back(format!("set {} back to {from} %", flag.name), back);
    phase.then_all(enough(context, flag, from, to).into_iter().collect());
    phase.then(step);
    if let Some(gate) = judged(context, flag, moved, stage, basis) {
        phase.then(gate);
    }
}

/// Enough instances are ready before a stage that needs more than there are at the start.
fn enough(context: &Context<'_>, flag: &Flag, from: f64, to: f64) -> Option<StepDraft> {
    let criterion = room::ready(context, to)?;
    let before = room::ready(context, from).filter(|_| from > 0.0);
    if before.is_some_and(|it| it.bound >= criterion.bound) {
        return None;
    }
    let (instances, facts) = (criterion.bound, criterion.basis.clone());
    let target = &context.migration.target;
    let otherwise = format!("start instances of {target} until {instances} are ready");
    let work = Work::Gate(MigrationGate { criteria: vec![criterion], otherwise });
    let title = format!("{instances} instances of {target} are ready for {to} % of {}", flag.name);
    let estimate = time::by_program("a count of instances");
    let step = StepDraft::new(format!("ready-{to}"), title, work, consumers::monitoring(), estimate, facts);
    Some(step.why("Instances that start behind the traffic are late: requests wait or fail until they answer."))
}

/// The gate behind a stage: it has been held, and enough requests have come, and no alert has sounded.
fn judged(context: &Context<'_>, flag: &Flag, moved: &[usize], stage: Stage, basis: &Fact) -> Option<StepDraft> {
    let to = stage.percentage;
    let bake = needed(context, moved, to);
    let bake_seconds = bake.as_ref().map_or(0.0, |it| it.seconds);
    let mut seconds = stage.hold_seconds.max(bake_seconds);
    // Enough requests may come within a moment, but a fault needs more than that to show.
    let least = (stage.hold_seconds <= 0.0 && seconds < LEAST && !watch::judged(context, seconds).is_empty())
        .then(|| prior(format!("{} at {to} %", words(LEAST)), "default of this program where no hold is told"));
    if least.is_some() {
        seconds = LEAST;
    }
    let mut criteria = watch::judged(context, seconds);
    if let Some(bake) = &bake {
        for criterion in criteria.iter_mut().filter(|it| is_errors(it)) {
            criterion.samples = Some(bake.requests);
            let side = [("side", ProbeSide::Target.word())];
            let answered = probe::own(context, "requests_total", &side);
            let counted = format!("sum(increase({answered}[{:.0}s]))", seconds.ceil());
            criterion.samples_probe = Some(probe::metric(counted));
            criterion.basis.extend(bake.basis.iter().cloned());
        }
    }
    if criteria.is_empty() && seconds <= 0.0 {
        return None;
    }
    let mut facts = vec![basis.clone()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.extend(least.clone());
    facts.dedup();
    let mut estimate = hold(seconds, least.unwrap_or_else(|| basis.clone()));
    if let Some(bake) = &bake {
        estimate.inputs.extend(bake.basis.iter().cloned());
    }
    if criteria.is_empty() {
        let reason = format!("{} stays at {to} %; no alert threshold is told, so only time is waited for", flag.name);
        let work = Work::Wait { seconds, reason: reason.clone() };
        let step = StepDraft::new(format!("hold-{to}"), reason, work, consumers::monitoring(), estimate, facts);
        return Some(step.why("Somebody looks at it meanwhile: state `alert_thresholds`, and a machine does."));
    }
    let otherwise = format!("set {} back to where it was before {to} %, and find out why", flag.name);
    let gate = MigrationGate { criteria, otherwise };
    let title = format!("{} holds at {to} % for {}", flag.name, words(seconds));
    let step = StepDraft::new(format!("held-{to}"), title, Work::Gate(gate), consumers::monitoring(), estimate, facts)
        .why("The next stage reaches more users: it waits until this one has shown that it carries.")
        .notes(bake.map(|it| it.note(stage)))
        .notes(unbounded(context));
    Some(step)
}

fn is_errors(criterion: &Criterion) -> bool {
    criterion.measure.subject().to_lowercase().contains("error") && criterion.bound > 0.0 && criterion.bound < 1.0
}

/// What has to come before a stage can be judged.
struct Bake {
    requests: f64,
    seconds: f64,
    per_second: f64,
    from: f64,
    to: f64,
    basis: Vec<Fact>,
}

/// Requests that show a rise from the errors of now to those at which the alert sounds, and how long they take.
fn needed(context: &Context<'_>, moved: &[usize], percentage: f64) -> Option<Bake> {
    const QUIET: f64 = 0.001;
    let legacy = &context.migration.service.as_ref()?.legacy;
    let load = &legacy.load;
    // Traffic by route counts where it is told of every route that the flag moves.
    let told = moved.iter().map(|at| legacy.routes.get(*at)?.requests_per_second).sum::<Option<f64>>();
    let per_second = told.filter(|it| *it > 0.0).or(load.requests_per_second)?;
    let alert = watch::alerts(context, 0.0).into_iter().find(is_errors)?;
    let place = "/service_details/legacy_service/current_load";
    let by_route = told.is_some_and(|it| it > 0.0);
    let (from, said) = if let Some(rate) = load.error_rate {
        let says = format!("{} % of the answers are errors now", rate * 100.0);
        (rate, context.fact(&[&format!("{place}/error_rate"), place], says))
    } else {
        let says = "0.1 % of the answers are errors now".to_owned();
        (QUIET, prior(says, "default of this program; state `error_rate` of the load"))
    };
    let requests = bake::requests(from, alert.bound)?;
    let seconds = bake::seconds(requests, per_second, percentage)?;
    let mut basis = if by_route {
        moved.iter().filter_map(|at| route_load(context, *at)).collect()
    } else {
        vec![context.fact(&[&format!("{place}/requests_per_second")], format!("{per_second} requests a second"))]
    };
    basis.push(said);
    basis.extend(alert.basis);
    basis.push(prior(
        format!("a rise of errors from {from} to {} shows in {requests:.0} requests a side", alert.bound),
        "two-proportion test, two-sided at 5 %, power 80 %",
    ));
    Some(Bake { requests, seconds, per_second, from, to: alert.bound, basis })
}

/// The traffic of an old route, at whichever of its two places it is told.
fn route_load(context: &Context<'_>, at: usize) -> Option<Fact> {
    let route = context.migration.service.as_ref()?.legacy.routes.get(at)?;
    let (name, legacy) = (routes::name(route), "/service_details/legacy_service");
    let places =
        [format!("{legacy}/traffic/{}", watch::escaped(&name)), format!("{legacy}/endpoints/{at}/requests_per_second")];
    let says = format!("{name}: {} requests a second", route.requests_per_second?);
    Some(context.fact(&places.each_ref().map(String::as_str), says))
}

impl Bake {
    fn note(self, stage: Stage) -> Note {
        let (percentage, held) = (stage.percentage, stage.hold_seconds);
        let share = self.per_second * percentage / 100.0;
        let enough = if held <= 0.0 && self.seconds < LEAST {
            format!("no hold is told, so it is held for {}", words(LEAST))
        } else if held >= self.seconds {
            format!("the hold of {} is longer and stands", words(held))
        } else {
            format!("the hold of {} is too short: it is held that long", words(held))
        };
        let says = format!(
            "that errors rise from {} to {} shows in {:.0} requests, {} at {share} requests a second; {enough}",
            self.from,
            self.to,
            self.requests,
            words(self.seconds)
        );
        Note::new(says, self.basis)
    }
}

/// Metrics that are called critical and have no bound: a person looks at them.
fn unbounded(context: &Context<'_>) -> Option<Note> {
    let monitoring = &context.migration.monitoring;
    let bounded = |metric: &String| monitoring.alert_thresholds.iter().any(|it| it.metric == *metric);
    let without: Vec<&str> = monitoring.critical_metrics.iter().filter(|it| !bounded(it)).map(String::as_str).collect();
    if without.is_empty() {
        return None;
    }
    let names = without.join(", ");
    let says =
        format!("{names}: called critical without a bound, so no machine judges them; compare them with the old side");
    Some(Note::new(says, vec![context.fact(&["/monitoring/critical_metrics"], format!("critical: {names}"))]))
}

/// A duration as people say it.
pub(crate) fn words(seconds: f64) -> String {
    crate::estimate::words::duration(seconds)
}
