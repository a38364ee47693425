//! Scripts that carry out a phase and take it back, step by step, and one for each gate.

mod gate;
mod statements;

use plan_engine::migration::{MigrationPhase, MigrationStep, Work};
use plan_engine::plan::Loss;

use super::ArtefactDirection::{Back, Forward};
use super::generator::Generator;
use super::scene::{Scene, safe};
use super::shell::{Script, line, quoted};
use super::sink::Sink;
use super::{ArtefactDirection, ArtefactFormat};

/// The scripts of phases and gates.
pub(super) struct Steps;

const STEPS: &str = include_str!("steps.sh");

impl Generator for Steps {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for phase in &scene.plan.phases {
            gate::write(scene, sink, phase);
            let files = statements::write(scene, sink, phase);
            let purpose = "Carries out the phase, step by step, and records what is done";
            put(scene, sink, phase, Forward, purpose, &forward(phase, &files));
            let purpose = "Takes the phase back: the inverses of its steps in their order";
            put(scene, sink, phase, Back, purpose, &back(scene, phase, &files));
        }
    }
}

fn put(
    scene: &Scene<'_>,
    sink: &mut Sink,
    phase: &MigrationPhase,
    direction: ArtefactDirection,
    purpose: &str,
    body: &str,
) {
    let about = [
        format!("{purpose} ({}: {}).", phase.id, phase.purpose),
        format!("Of the plan with the digest {}.", scene.plan.digest),
        "PLAN_FILE and STATE_FILE name the plan and its state: with them it goes on where it stopped.".to_owned(),
        "0 done, 1 something is to be done first (it says what), 2 a step failed, 3 could not tell.".to_owned(),
    ];
    let text = Script { about: &about, settings: &[], parts: &[STEPS, body] }.text();
    let mut artefact = scene.of_phase(phase, direction, "run.sh", ArtefactFormat::Shell).purpose(purpose).text(text);
    artefact.executable = true;
    if body.contains("statements TARGET_URL") {
        sink.secret(
            "TARGET_URL",
            "the engine that is changed: a connection string of PostgreSQL, or sqlite:FILE",
            &artefact.path,
        );
    }
    sink.put(artefact);
}

/// The options, then a line for each step.
fn forward(phase: &MigrationPhase, files: &statements::Files) -> String {
    let mut text = options();
    for step in &phase.steps {
        text.push_str(&format!("step {} {} {}\n", word(&step.id), word(&step.title), does(step, files)));
    }
    text + &format!("info {}\n", word(&format!("{} is done: {}", phase.id, phase.purpose)))
}

fn options() -> String {
    "options \"$@\"\n[[ ${#REST[@]} -eq 0 ]] || could_not_tell \"unknown option ${REST[0]}: there is --dry-run\"\n\n"
        .to_owned()
}

/// What carries a step out.
fn does(step: &MigrationStep, files: &statements::Files) -> String {
    match &step.work {
        Work::Gate(gate) => format!("passes \"$HERE/{}\" {}", gate::file(step), word(&gate.otherwise)),
        Work::Approval { role, reason } => format!("approval {} {}", word(role), word(reason)),
        Work::SchemaStep { .. } => match files.forward(&step.id) {
            Some(file) => format!("statements TARGET_URL {file}"),
            None => "with_the_others".to_owned(),
        },
        Work::SchemaEdit { table, statement } => by_hand(&format!("on {table}: {statement}")),
        Work::Traffic { flag, to, .. } => format!("traffic {} {}", word(flag), super::scene::percent(*to)),
        Work::Wait { seconds, reason } => format!("passed {} {}", seconds.ceil(), word(reason)),
        Work::Deployment { what } => by_hand(&format!("deploy {what}")),
        Work::Transfer { what, .. } => by_hand(&format!("copy {what}; the step is done once all of it is there")),
        Work::Manual { .. } if step.id.ends_with("-restore-point") && step.by.name() == "restore-point.sh" => {
            "runs \"$HERE/00-restore-point.sh\"".to_owned()
        }
        Work::Manual { instruction } => by_hand(instruction),
    }
}

/// The phases that have to be taken back before, then the inverses.
fn back(scene: &Scene<'_>, phase: &MigrationPhase, files: &statements::Files) -> String {
    let mut text = options();
    for id in &phase.way_back.first_take_back {
        let steps = scene.plan.phases.iter().filter(|it| it.id == *id).flat_map(|it| &it.steps);
        let ids: Vec<String> = steps.map(|it| word(&it.id)).collect();
        text.push_str(&format!("taken_back_before {} {}\n", word(id), ids.join(" ")));
    }
    let order = phase.way_back.steps.iter().filter_map(|id| phase.steps.iter().find(|it| it.id == *id));
    let mut order: Vec<&MigrationStep> = order.collect();
    let lost = phase.steps.iter().rev().filter(|it| matches!(it.inverse.loss, Loss::Everything(_)));
    order.extend(lost.filter(|it| !phase.way_back.steps.contains(&it.id)).collect::<Vec<_>>());
    // What cannot be taken back shows before anything is.
    order.sort_by_key(|it| !matches!(it.inverse.loss, Loss::Everything(_)));
    for step in order {
        let title = if step.inverse.title.is_empty() { &step.title } else { &step.inverse.title };
        text.push_str(&format!("take_back {} {} {}\n", word(&step.id), word(title), undoes(step, files)));
    }
    text.push_str(&format!("record --taken-back {}\n", word(&phase.id)));
    text + &format!("info {}\n", word(&format!("{} is taken back", phase.id)))
}

fn undoes(step: &MigrationStep, files: &statements::Files) -> String {
    if let Loss::Everything(because) = &step.inverse.loss {
        return format!("no_way_back {}", word(because));
    }
    match &step.work {
        Work::SchemaStep { .. } => match files.back(&step.id) {
            Some(file) => format!("statements TARGET_URL {file}"),
            None => "with_the_others".to_owned(),
        },
        Work::Traffic { flag, from, .. } => format!("traffic {} {}", word(flag), super::scene::percent(*from)),
        _ => by_hand(&step.inverse.title),
    }
}

fn by_hand(instruction: &str) -> String {
    format!("by_hand {}", word(instruction))
}

/// A text in one line as one word of the shell.
fn word(text: &str) -> String {
    quoted(&line(text))
}

/// The name of a file after a step.
fn file_name(step: &MigrationStep) -> String {
    safe(step.id.rsplit('/').next().unwrap_or(&step.id))
}

#[cfg(test)]
mod tests;
