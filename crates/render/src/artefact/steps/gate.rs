//! The script of a gate.

use plan_engine::migration::model::{Criterion, Holds, MigrationGate, Probe, ProbeSide};
use plan_engine::migration::{MigrationPhase, MigrationStep, Work};

use super::super::ArtefactDirection::Forward;
use super::super::ArtefactFormat;
use super::super::scene::Scene;
use super::super::shell::{Script, quoted};
use super::super::sink::Sink;
use super::{file_name, word};

const GATE: &str = include_str!("gate.sh");
/// How checks are asked: only in scripts of gates that name some.
const CHECK: &str = include_str!("check.sh");

/// Where the script of a gate lies, below those of its phase.
pub(super) fn file(step: &MigrationStep) -> String {
    format!("gates/{}.sh", file_name(step))
}

/// The scripts of all gates of `phase`.
pub(super) fn write(scene: &Scene<'_>, sink: &mut Sink, phase: &MigrationPhase) {
    for step in &phase.steps {
        let Work::Gate(gate) = &step.work else { continue };
        let purpose = format!("The gate {}: {}", step.id, step.title);
        let about = [
            format!("{purpose}."),
            format!("Otherwise: {}.", gate.otherwise),
            format!("Of the plan with the digest {}.", scene.plan.digest),
        ];
        let body = body(gate);
        let names_checks = probes(gate).any(|it| matches!(it, Probe::Check { .. }));
        let parts = if names_checks { vec![GATE, CHECK, &body] } else { vec![GATE, &body] };
        let text = Script { about: &about, settings: &[], parts: &parts }.text();
        let mut artefact =
            scene.of_phase(phase, Forward, &file(step), ArtefactFormat::Shell).purpose(purpose).text(text);
        artefact.executable = true;
        for (name, what) in needs(gate) {
            sink.secret(name, what, &artefact.path);
        }
        sink.put(artefact);
    }
}

/// A line for each condition.
fn body(gate: &MigrationGate) -> String {
    let mut text = String::new();
    for it in &gate.criteria {
        let holds = match it.holds {
            Holds::AtMost => "at_most",
            Holds::AtLeast => "at_least",
            Holds::Equal => "equal",
        };
        let title = word(it.measure.subject());
        let samples = it.samples.filter(|_| it.samples_probe.is_some()).unwrap_or_default();
        text.push_str(&format!(
            "criterion {title} {holds} {} {} {samples} {}",
            it.bound,
            it.for_seconds,
            probe(&it.probe)
        ));
        if let Some(counted) = &it.samples_probe {
            text.push_str(&format!(" -- {}", probe(counted)));
        }
        text.push('\n');
    }
    text + "gate \"$@\"\n"
}

/// A probe as words of the shell.
fn probe(probe: &Probe) -> String {
    match probe {
        Probe::Sql { on, statement } => format!("sql {} {}", url(*on), quoted(statement)),
        Probe::Both { source, target } => format!("both {} {}", quoted(source), quoted(target)),
        Probe::Metric { expression } => format!("metric {}", quoted(expression)),
        Probe::Check { name } => format!("check {}", quoted(name)),
    }
}

fn url(side: ProbeSide) -> &'static str {
    match side {
        ProbeSide::Source => "SOURCE_URL",
        ProbeSide::Target => "TARGET_URL",
    }
}

/// Everything that a machine is asked for.
fn probes(gate: &MigrationGate) -> impl Iterator<Item = &Probe> {
    gate.criteria.iter().flat_map(|it: &Criterion| [Some(&it.probe), it.samples_probe.as_ref()]).flatten()
}

/// What has to be set where the gate is asked.
fn needs(gate: &MigrationGate) -> Vec<(&'static str, &'static str)> {
    let asks = |side: ProbeSide| {
        probes(gate).any(|it| matches!(it, Probe::Both { .. }) || matches!(it, Probe::Sql { on, .. } if *on == side))
    };
    let all = [
        (
            "SOURCE_URL",
            "the engine that is left: a connection string of PostgreSQL, mysql:OPTION_FILE or sqlite:FILE",
            asks(ProbeSide::Source),
        ),
        ("TARGET_URL", "the engine that is arrived at, in the same forms", asks(ProbeSide::Target)),
        ("PROMETHEUS_URL", "the address of Prometheus", probes(gate).any(|it| matches!(it, Probe::Metric { .. }))),
        ("CHECKS", "the file of checks that reconcile runs", probes(gate).any(|it| matches!(it, Probe::Check { .. }))),
    ];
    all.into_iter().filter(|(.., needed)| *needed).map(|(name, what, _)| (name, what)).collect()
}
