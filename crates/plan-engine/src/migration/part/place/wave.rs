//! One wave: made at the target, copied, tried, switched, watched.

use super::super::{consumers, probe, requirements, watch};
use super::{Moved, amount, cost, names, switch};
use crate::estimate::Figure;
use crate::estimate::model::{Activity, transfer};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Measure, MigrationGate, Note, Performer, ProbeSide, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::migration::time;

/// Seconds that a wave is watched before the next one.
const WATCHED: f64 = 3_600.0;
/// Seconds that the first one is watched: a day and a night.
const FIRST: f64 = 86_400.0;

/// How a pattern moves a wave.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// Machines are copied as they are, and started once apart from the old place before the switch.
    pub(crate) as_is: bool,
}

/// The phase of `wave`; the `first` one is looked at longest.
pub(crate) fn phase(context: &Context<'_>, wave: &Moved<'_>, first: bool, manner: Manner) -> PhaseDraft {
    const PILOT: &[&str] = &["pilot", "testing", "test", "test_boot", "proof_of_concept"];
    const WAVES: &[&str] =
        &["waves", "wave", "migration", "execution", "cut", "cutover", "cut_over", "go_live", "switch"];
    let target = &context.migration.target;
    let purpose =
        format!("{} of {} runs on {target}; {} stands by", wave.name, context.migration.id, context.migration.source);
    let names = if wave.name == "pilot" { PILOT } else { WAVES };
    let mut phase = PhaseDraft::new(wave.name.clone(), Anchor::Shifts, purpose).also_called(names);
    phase.notes.push(Note::new(format!("{}: {}", wave.name, wave.because), wave.basis(context)));
    phase.then(provision(context, wave));
    if wave.has_state() {
        phase.then(copy(context, wave));
        phase.then(current(context, wave));
    }
    if manner.as_is {
        phase.then(test_boot(context, wave));
    }
    if first {
        let mut checks = consumers::checked(context, target);
        checks.extend(requirements::checked(context, target));
        phase.then_all(checks);
        phase.then(cost::drill(context, &wave.name));
    }
    if wave.has_state() {
        phase.then(copy_back(context, wave));
    }
    let lowered = names::lowered(context, wave, &mut phase);
    switch::over(context, wave, &mut phase);
    phase.then(quiet(context, wave, if first { FIRST } else { WATCHED }, "watch"));
    if lowered {
        phase.then(names::restored(context, wave));
    }
    phase.then(cost::gate(context, &wave.name));
    phase
}

fn provision(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let target = &context.migration.target;
    let who = context.who(Duty::Platform);
    StepDraft::new(
        "provision",
        format!("Make {} at {target}", wave.words(&context.migration.source)),
        Work::Deployment { what: format!("{} at {target}", wave.name) },
        who.clone(),
        time::by_person(&who, Activity::Provision),
        wave.basis(context),
    )
    .why("It is written as code, what exists there already is imported, and nothing reaches it yet.")
    .idle_back(format!("destroy {} at {target}; nothing uses it", wave.name), time::by_person(&who, Activity::Operate))
}

fn copy(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (bytes, amount) = amount::of(context, wave);
    let mut basis = vec![amount.basis.clone()];
    basis.extend(wave.basis(context));
    basis.dedup();
    let estimate = transfer(&amount, &context.throughputs.get(Figure::NetworkBytes));
    let what = format!("disks, objects and rows of {}", wave.words(source));
    StepDraft::new(
        "copy",
        format!("Copy what {} holds to {target}, and keep the copy up to date", wave.name),
        Work::Transfer { what, rows: None, bytes },
        Performer::Program("replication".to_owned()),
        estimate,
        basis,
    )
    .why("It runs while the old place works; only what changes since is left for the switch.")
    .idle_back("stop and delete the copy", time::by_program("a copy that is deleted"))
}

/// The copy is current, and holds what the source holds.
fn current(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let label = ("wave", wave.name.as_str());
    let lag = probe::metric(format!("max({})", probe::own(context, "copy_lag_seconds", &[label])));
    let differ = probe::metric(format!("sum({})", probe::own(context, "copy_mismatches", &[label])));
    let mut basis = wave.basis(context);
    basis.truncate(1);
    let mut lag = watch::caught_up(&format!("the copy of {}", wave.name), lag, basis.clone());
    if let Some(seconds) = context.specification.objectives.recovery_point {
        // What may be lost bounds how far behind the copy may be.
        let says = format!("writes of {} may be lost at most", words(seconds));
        lag.basis.push(context.global(&["/objectives/recovery_point", "/objectives/rpo"], says));
        lag.bound = lag.bound.min(seconds);
    }
    let criteria = vec![
        lag,
        watch::none_of(
            Measure::Mismatches(format!("checksums of disks, objects and tables of {}", wave.name)),
            differ,
            0.0,
            basis.clone(),
        ),
    ];
    let mut facts = basis;
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.dedup();
    let fact = prior("a copy is current for 10 minutes before it counts", "default of this program");
    StepDraft::new(
        "current",
        format!("The copy of {} is current and equal", wave.name),
        Work::Gate(MigrationGate {
            criteria,
            otherwise: "let it catch up; where it never does, give the copy more room".to_owned(),
        }),
        consumers::monitoring(),
        time::gate(watch::WATCHED, fact),
        facts,
    )
    .why("What is not there before the switch is lost by it, or makes it long.")
}

fn test_boot(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let name = format!("test-boot-{}", wave.name);
    let criteria = vec![watch::none_of(
        Measure::Failures(format!("machines of {} that do not start, or whose services do not answer", wave.name)),
        probe::check(context, &name),
        0.0,
        wave.basis(context),
    )];
    let who = context.who(Duty::Platform);
    let gate = MigrationGate {
        criteria,
        otherwise: "mend drivers, licences and settings of the copy, and start it again".to_owned(),
    };
    StepDraft::new(
        "test-boot",
        format!("Start the copies of {} apart from the old place", wave.name),
        Work::Gate(gate),
        who.clone(),
        time::by_person(&who, Activity::Rehearse),
        wave.basis(context),
    )
    .why("In a network of its own: two machines of one name and address in one network hurt both.")
}

/// What is written at the target comes back to the source, so that there is a way back.
fn copy_back(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let who = context.who(Duty::Platform);
    StepDraft::new(
        "copy-back",
        format!("Set up the copy of {} back to {}, stopped", wave.name, context.migration.source),
        Work::Deployment { what: format!("a copy of {} from the target to the source", wave.name) },
        who.clone(),
        time::by_person(&who, Activity::Configure),
        wave.basis(context),
    )
    .why("A fallback is one only while the old place is current.")
    .changing(context)
    .idle_back("take the copy back down", time::by_person(&who, Activity::Operate))
}

/// What moved answers, and no alert sounds, for `seconds`.
pub(super) fn quiet(context: &Context<'_>, wave: &Moved<'_>, seconds: f64, slug: &str) -> StepDraft {
    let fact = prior(format!("what has moved is watched for {}", words(seconds)), "default of this program");
    let mut criteria = watch::judged(context, seconds);
    let answers = probe::labelled(context, "probe_success", &[("side", ProbeSide::Target.word())]);
    criteria.push(watch::none_of(
        Measure::Metric(format!("probes from outside of {} that fail", wave.name)),
        probe::metric(format!("1 - min({answers})")),
        seconds,
        vec![fact.clone()],
    ));
    let mut facts = vec![fact.clone()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.dedup();
    let otherwise = format!("switch {} back to {}", wave.name, context.migration.source);
    StepDraft::new(
        slug,
        format!("{} works at {} for {} without an alert", wave.name, context.migration.target, words(seconds)),
        Work::Gate(MigrationGate { criteria, otherwise }),
        consumers::monitoring(),
        time::gate(seconds, fact),
        facts,
    )
    .why("What a switch breaks shows at once; what load breaks shows with the load.")
}
