//! The assessment: everything mapped, refactored, retired or kept; nothing unseen; everybody told.

use super::super::{consumers, probe, watch};
use super::{amount, count};
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Inventory, Measure, MigrationGate, Note, Work};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Fate};

/// Seconds over which flows are looked at.
const FLOWS: f64 = 14.0 * 86_400.0;
/// Questions that a step names; all of them are in the plan's inventory.
const NAMED: usize = 12;

/// Those concerned hear of it, flows are looked at, questions are answered, somebody agrees.
pub(crate) fn phase(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("Everything on {source} is mapped, refactored or retired, and nothing talks to it unseen");
    let names: &[&str] = &["assess", "assessment", "preparation", "discovery", "planning", "inventory"];
    let mut phase = PhaseDraft::new("assess", Anchor::Readies, purpose).also_called(names);
    phase.then_all(consumers::told(context));
    phase.then(flows(context));
    if let Some(inventory) = context.inventory {
        if !inventory.questions.is_empty() {
            phase.then(answered(context, inventory));
        }
        phase.then(agreed(context, inventory));
        phase.notes.extend(notes(context, inventory));
    } else {
        let says = format!(
            "{}: the specification has no inventory, so everything is one wave and nothing is mapped: state `inventory`, \
                 or an `inventory_file` of `terraform show -json`",
            context.migration.id
        );
        phase.notes.push(Note::new(says, vec![context.way_fact()]));
    }
    phase.notes.extend(amount::volume_beside_sizes(context));
    phase
}

fn flows(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let fact = prior("flows of 14 days hold what runs every week", "pattern lift and shift");
    let unseen = Measure::Failures(format!("flows to or from {source} whose other end is in no inventory"));
    let seen = probe::metric(format!("max({})", probe::own(context, "unknown_flows", &[])));
    let gate = MigrationGate {
        criteria: vec![watch::none_of(unseen, seen, FLOWS, vec![fact.clone()])],
        otherwise: "find the owner of the other end and add it".to_owned(),
    };
    StepDraft::new(
        "inventory",
        format!("Every flow of {source} has a known other end"),
        Work::Gate(gate),
        consumers::monitoring(),
        time::gate(FLOWS, fact.clone()),
        vec![fact, context.way_fact()],
    )
    .why("The specification names systems that depend on it, but flows show those that nobody named.")
}

fn answered(context: &Context<'_>, inventory: &Inventory) -> StepDraft {
    let named: Vec<String> =
        inventory.questions.iter().take(NAMED).map(|it| format!("{} ({})", it.asks, it.because)).collect();
    let more = inventory.questions.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; and {more} more, in the list of what needs a human") } else { String::new() };
    let mut basis: Vec<Fact> = vec![context.way_fact()];
    for fact in inventory.questions.iter().flat_map(|it| &it.basis) {
        if basis.len() < 2 * NAMED && !basis.contains(fact) {
            basis.push(fact.clone());
        }
    }
    let who = context.who(Duty::Platform);
    StepDraft::new(
        "questions",
        format!("Answer what no program can: {}", counted(inventory.questions.len(), "question")),
        Work::Manual { instruction: format!("decide and write into the inventory: {}{more}", named.join("; ")) },
        who.clone(),
        time::by_person(&who, Activity::Reconcile),
        basis,
    )
    .why("What is decided in the window is decided badly.")
}

fn agreed(context: &Context<'_>, inventory: &Inventory) -> StepDraft {
    let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
    let fates = [(Fate::Move, "move"), (Fate::Refactor, "are made anew"), (Fate::Retire, "go"), (Fate::Keep, "stay")];
    let words: Vec<String> = fates
        .into_iter()
        .map(|(fate, word)| (count(inventory, fate), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let reason = format!(
        "of {}, {}; {}; {}",
        counted(inventory.resources.len(), "resource"),
        words.join(", "),
        counted(inventory.waves.len(), "wave"),
        counted(inventory.circles.len(), "circle")
    );
    let (_, per_wave) = crate::inventory::per_wave(context);
    StepDraft::new(
        "agree",
        "Agree to what moves, what is made anew, what goes, and in which order",
        Work::Approval { role, reason },
        who.clone(),
        time::by_person(&who, Activity::Approve),
        vec![context.way_fact(), per_wave],
    )
    .why("No engine can tell whether a list of what matters to people is complete.")
}

fn notes(context: &Context<'_>, inventory: &Inventory) -> Vec<Note> {
    let fact = || vec![context.fact(&["/inventory", "/inventory_file"], "the inventory")];
    let mut notes = Vec::new();
    for circle in &inventory.circles {
        let says = format!("{} depend on each other in a circle: they move in one wave", circle.join(", "));
        notes.push(Note::new(says, fact()));
    }
    let shared: Vec<String> = inventory
        .shared
        .iter()
        .filter(|it| !it.groups.is_empty())
        .take(NAMED)
        .map(|it| format!("{} ({})", it.name, it.groups.join(", ")))
        .collect();
    if !shared.is_empty() {
        notes.push(Note::new(format!("shared by several groups: {}", shared.join("; ")), fact()));
    }
    notes
}

fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
