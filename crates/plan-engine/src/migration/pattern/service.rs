//! What patterns for services share: the new side made ready, its capacity, the end of the old one.

use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Note, ProbeSide, Work};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, probe, requirements, room, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Fact;

/// Those concerned hear of it, and the new side runs without traffic.
pub(super) fn prepare(context: &Context<'_>) -> PhaseDraft {
    let purpose = format!("{} runs without traffic, and those who depend on it know", context.migration.target);
    let names: &[&str] = &["preparation", "prepare", "setup", "assessment", "planning"];
    let mut phase = PhaseDraft::new("prepare", Anchor::Readies, purpose).also_called(names);
    phase.then_all(consumers::told(context));
    phase
}

/// The new side is deployed and shown to stand what it has to.
pub(super) fn deploy(context: &Context<'_>) -> PhaseDraft {
    let target = &context.migration.target;
    let purpose = format!("{target} is deployed, takes no traffic yet and stands its load");
    let mut phase = PhaseDraft::new("deploy", Anchor::Deploys, purpose).also_called(&["deploy", "deployment"]);
    let who = context.who(Duty::Service);
    let what = format!("{target}{}", infrastructure(context));
    let mut basis = vec![context.way_fact()];
    basis.extend(room::runs_on(context));
    let step = StepDraft::new(
        "new-side",
        format!("Deploy {target} beside {}", context.migration.source),
        Work::Deployment { what },
        who.clone(),
        time::by_person(&who, Activity::Deploy),
        basis,
    )
    .why("It runs before it is needed, so that taking it into use is a switch and not a start.")
    .changing(context)
    .idle_back("stop it; nothing reaches it yet", time::by_person(&who, Activity::Operate));
    phase.then(step);
    phase.then(up(context));
    if let Some(gate) = room::granted(context) {
        phase.then(gate);
    }
    if let Some(gate) = capacity(context) {
        phase.then(gate);
    }
    let mut checks = consumers::checked(context, target);
    checks.extend(requirements::checked(context, target));
    phase.then_all(checks);
    phase
}

/// The new side answers the monitoring.
fn up(context: &Context<'_>) -> StepDraft {
    let target = &context.migration.target;
    let instances = context.migration.service.as_ref().and_then(|it| it.new.infrastructure.instances);
    let basis = match instances {
        Some(number) => {
            let place = "/service_details/new_service/infrastructure/instances";
            context.fact(&[place], format!("the new side starts with {number} instances"))
        }
        None => prior("one instance at least answers", "default of this program; state `instances`"),
    };
    let answers = probe::labelled(context, "up", &[("side", ProbeSide::Target.word())]);
    let measure = Measure::Metric(format!("instances of {target} that answer"));
    let criterion = watch::none_of(measure, probe::metric(format!("sum({answers})")), 60.0, vec![basis.clone()]);
    let criterion = Criterion { holds: Holds::AtLeast, bound: f64::from(instances.unwrap_or(1)), ..criterion };
    let gate = MigrationGate { criteria: vec![criterion], otherwise: format!("find out why {target} does not start") };
    StepDraft::new(
        "up",
        format!("{target} answers"),
        Work::Gate(gate),
        consumers::monitoring(),
        time::gate(60.0, basis.clone()),
        vec![basis],
    )
    .why("What nobody reaches yet fails without anybody seeing it.")
}

fn infrastructure(context: &Context<'_>) -> String {
    let Some(service) = &context.migration.service else { return String::new() };
    let it = &service.new.infrastructure;
    let mut words = Vec::new();
    words.extend(it.platform.clone());
    words.extend(it.instances.map(|number| match it.max_instances {
        Some(most) => format!("{number} to {most} instances"),
        None => format!("{number} instances"),
    }));
    words.extend(it.load_balancer.as_ref().map(|name| format!("behind {name}")));
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

/// A test under load: what the new side has to carry, at least what the old one carries at its highest.
fn capacity(context: &Context<'_>) -> Option<StepDraft> {
    const OLD: &str = "/service_details/legacy_service/current_load";
    const NEW: &str = "/service_details/new_service/target_performance";
    let service = context.migration.service.as_ref()?;
    let (old, new) = (&service.legacy.load, &service.new.load);
    let loads = [
        (old.requests_per_second, OLD, "requests_per_second", "the old side carries", ""),
        (old.peak_requests_per_second, OLD, "peak_requests_per_second", "the old side carries", " at its highest"),
        (new.requests_per_second, NEW, "requests_per_second", "the new side has to carry", ""),
        (new.peak_requests_per_second, NEW, "peak_requests_per_second", "the new side has to carry", " at its highest"),
    ];
    let (mut at_least, mut facts) = (0.0_f64, Vec::new());
    for (value, side, field, says, when) in loads {
        let Some(value) = value else { continue };
        at_least = at_least.max(value);
        facts.push(context.fact(&[&format!("{side}/{field}")], format!("{says} {value} requests a second{when}")));
    }
    let mut criteria = Vec::new();
    if at_least > 0.0 {
        criteria.push(criterion(context, "requests_per_second", (Holds::AtLeast, at_least), facts.clone()));
    }
    for (value, metric, field) in [
        (new.p95_response_ms, "response_time_p95", "p95_response_time_ms"),
        (new.average_response_ms, "response_time_average", "average_response_time_ms"),
    ] {
        let Some(bound) = value else { continue };
        let fact = context.fact(&[&format!("{NEW}/{field}")], format!("{metric} of the new side: {bound} ms at most"));
        facts.push(fact.clone());
        criteria.push(criterion(context, metric, (Holds::AtMost, bound), vec![fact]));
    }
    if criteria.is_empty() {
        return None;
    }
    let behind = context.migration.constraints.data_volume.map(|bytes| {
        let size = crate::estimate::words::bytes(bytes);
        facts.push(context.fact(&["/constraints/data_volume"], format!("{size} of data")));
        format!(" with {size} of data behind it")
    });
    let otherwise = "give it more instances or make it faster, then test again".to_owned();
    let who = context.who(Duty::Service);
    let carries =
        if at_least > 0.0 { format!("stands {at_least} requests a second") } else { "answers in time".to_owned() };
    let step = StepDraft::new(
        "load-test",
        format!("{} {carries}{}", context.migration.target, behind.unwrap_or_default()),
        Work::Gate(MigrationGate { criteria, otherwise }),
        who.clone(),
        time::by_person(&who, Activity::Rehearse),
        facts,
    )
    .why("What it does under load, on as much data as there is, is known before users are the load.");
    Some(step)
}

fn criterion(context: &Context<'_>, metric: &str, (holds, bound): (Holds, f64), mut basis: Vec<Fact>) -> Criterion {
    basis.extend(watch::queried(context, metric));
    let probe = probe::named(context, metric, holds);
    let measure = Measure::Metric(metric.to_owned());
    Criterion { holds, bound, ..watch::none_of(measure, probe, watch::WATCHED, basis) }
}

/// Everything is on the new side: it is watched for as long as the author says.
pub(super) fn validate(context: &Context<'_>) -> PhaseDraft {
    const NAMES: &[&str] = &["validation", "validate", "verification", "monitoring", "stabilization", "soak"];
    const DAY: f64 = 86_400.0;
    let purpose =
        format!("{} has carried everything for a while, and nothing is wrong with it", context.migration.target);
    let mut phase = PhaseDraft::new("validate", Anchor::Retires, purpose).also_called(NAMES);
    let (seconds, basis) = stated_hold(context, NAMES).unwrap_or_else(|| {
        (
            DAY,
            prior(
                "everything is watched for a day and a night at 100 %",
                "default of this program; state a phase `validation`",
            ),
        )
    });
    let mut criteria = watch::judged(context, seconds);
    criteria.extend(watch::performance(context, seconds));
    let mut facts = vec![basis.clone()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    let estimate = time::gate(seconds, basis);
    let step = if criteria.is_empty() {
        let reason = format!("{} carries everything; no bound is told, so people look at it", context.migration.target);
        StepDraft::new(
            "watch",
            reason.clone(),
            Work::Wait { seconds, reason },
            consumers::monitoring(),
            estimate,
            facts,
        )
    } else {
        let otherwise = "move the traffic back by the flags, and find out why".to_owned();
        let title = format!("{} carries everything for {} without an alert", context.migration.target, words(seconds));
        let work = Work::Gate(MigrationGate { criteria, otherwise });
        StepDraft::new("watch", title, work, consumers::monitoring(), estimate, facts)
    };
    phase.then(step.why("A day and a night hold the hours in which load, batches and backups differ."));
    phase
}

/// How long the author holds the phase that has one of these names.
pub(super) fn stated_hold(context: &Context<'_>, names: &[&str]) -> Option<(f64, Fact)> {
    let at = context.migration.phases.iter().position(|it| names.contains(&it.name.to_lowercase().as_str()))?;
    let phase = context.migration.phases.get(at)?;
    let seconds = phase.estimate?;
    let places = [
        format!("/migration_phases/{at}/estimated_duration_hours"),
        format!("/migration_phases/{at}"),
        format!("/phases/{at}"),
    ];
    let says = format!("{} takes {}", phase.name, words(seconds));
    Some((seconds, context.fact(&places.each_ref().map(String::as_str), says)))
}

/// Nobody uses the old side any more.
pub(super) fn drain(context: &Context<'_>) -> PhaseDraft {
    const NAMES: &[&str] = &["drain", "draining"];
    const MONTH: f64 = 30.0 * 86_400.0;
    let source = &context.migration.source;
    let purpose = format!("Nothing uses {source} any more");
    let mut phase = PhaseDraft::new("drain", Anchor::Retires, purpose).also_called(NAMES);
    let (seconds, basis) = stated_hold(context, NAMES).unwrap_or_else(|| {
        let cites = "default of this program; state a phase `drain` with the time that the rarest caller needs";
        (MONTH, prior("a caller that comes once a month shows within 30 days", cites))
    });
    let used = Measure::Usage(format!("requests that {source} answers itself"));
    let answered = probe::metric(probe::requests(context, &[("side", ProbeSide::Source.word())]));
    let gate = MigrationGate {
        criteria: vec![watch::none_of(used, answered, seconds, vec![basis.clone()])],
        otherwise: "find the caller by its address or token, move it, and count anew".to_owned(),
    };
    let step = StepDraft::new(
        "unused",
        format!("{source} gets no request for {}", words(seconds)),
        Work::Gate(gate),
        consumers::monitoring(),
        time::gate(seconds, basis.clone()),
        vec![basis, context.way_fact()],
    )
    .why("Who calls it past the new side is found now, while it still answers.");
    phase.then(step);
    phase
}

/// The old side goes, behind an approval.
pub(super) fn decommission(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("{source} is gone");
    let names: &[&str] = &["decommission", "decommissioning", "cleanup", "clean_up", "retire"];
    let mut phase = PhaseDraft::new("decommission", Anchor::Removes, purpose).also_called(names);
    let role = context.role(Duty::Release);
    let who = context.who(Duty::Release);
    let reason = format!("{source} is taken away for good: from here on there is no way back to it");
    phase.then(
        StepDraft::new(
            "approve",
            format!("Agree that {source} goes"),
            Work::Approval { role, reason },
            who.clone(),
            time::by_person(&who, Activity::Approve),
            vec![context.way_fact()],
        )
        .why("The next step is the point of no return."),
    );
    let who = context.who(Duty::Platform);
    let instruction =
        format!("keep an image and the configuration of {source}, then delete it with its addresses, keys and alerts");
    let step = StepDraft::new(
        "delete",
        format!("Delete {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Configure),
        vec![context.way_fact()],
    )
    .why("What is kept running is patched, paid and attacked.")
    .changing(context)
    .no_way_back(format!("{source} is deleted; only its image is left"));
    phase.then(step.notes(instances(context)));
    phase.then(gone(context));
    phase
}

/// Nothing of the source answers any more.
pub(super) fn gone(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let answers = probe::labelled(context, "up", &[("side", ProbeSide::Source.word())]);
    let measure = Measure::Usage(format!("targets of {source} that still answer"));
    let probe = probe::metric(format!("sum({answers}) or vector(0)"));
    let gate = MigrationGate {
        criteria: vec![watch::none_of(measure, probe, 0.0, vec![context.way_fact()])],
        otherwise: format!("find what of {source} still runs, and who pays for it"),
    };
    StepDraft::new(
        "gone",
        format!("Nothing of {source} answers"),
        Work::Gate(gate),
        consumers::monitoring(),
        time::by_program("a question to the monitoring"),
        vec![context.way_fact()],
    )
    .why("What was forgotten is patched by nobody.")
}

fn instances(context: &Context<'_>) -> Option<Note> {
    let it = &context.migration.service.as_ref()?.legacy.infrastructure;
    let says = format!(
        "{} instances go{}",
        it.instances?,
        it.load_balancer.as_ref().map(|lb| format!(", and {lb}")).unwrap_or_default()
    );
    let place = "/service_details/legacy_service/infrastructure";
    let mut facts = vec![context.fact(&[&format!("{place}/instances")], says.clone())];
    facts.extend(
        it.load_balancer.as_ref().map(|name| {
            context.fact(&[&format!("{place}/load_balancer")], format!("{name} stands before the old side"))
        }),
    );
    Some(Note::new(says, facts))
}
