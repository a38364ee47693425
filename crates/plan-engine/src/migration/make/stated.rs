//! Phases that the author of a specification named, with their own guesses of time: kept beside the plan's.

use super::checks;
use crate::estimate::model::stated;
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Note, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::specification::model::{Fact, StatedPhase};

/// Puts what the author states to the phases that it is about; a phase that is about none of them becomes one of its own,
/// behind what the author put before it. What deviates is noted.
pub(super) fn place(context: &Context<'_>, drafts: &mut Vec<PhaseDraft>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut behind = 0_usize;
    for (at, phase) in context.migration.phases.iter().enumerate() {
        let places = [
            format!("/migration_phases/{at}/estimated_duration_hours"),
            format!("/migration_phases/{at}"),
            format!("/phases/{at}"),
        ];
        let says = match phase.estimate {
            Some(seconds) => format!("the author takes {} for {}", words(seconds), phase.name),
            None => format!("the author names a phase {}", phase.name),
        };
        let fact = context.fact(&places.each_ref().map(String::as_str), says);
        let about = matching(drafts, &phase.name);
        if let (Some(first), Some(last)) = (about.first(), about.last()) {
            notes.extend(deviation(drafts, &about, phase, &fact));
            if let (Some(draft), Some(seconds)) = (drafts.get_mut(*first), phase.estimate) {
                draft.stated = Some(stated(seconds, fact));
            }
            behind = *last + 1;
        } else {
            drafts.insert(behind.min(drafts.len()), own(context, phase, fact, anchor(drafts, behind)));
            behind += 1;
        }
        if let (Some(gate), Some(draft)) = (checks::gate(context, at, phase), drafts.get_mut(behind.saturating_sub(1)))
        {
            draft.then(gate);
        }
    }
    notes
}

/// The positions of the phases that a name is about: that of its name, else those that are also called so.
fn matching(drafts: &[PhaseDraft], name: &str) -> Vec<usize> {
    let plain = name.to_lowercase().replace([' ', '-'], "_");
    let named = |it: &PhaseDraft| it.name == plain;
    let called = |it: &PhaseDraft| it.also_called.contains(&plain.as_str());
    let all = |wanted: &dyn Fn(&PhaseDraft) -> bool| {
        drafts.iter().enumerate().filter(|(_, it)| wanted(it)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let exact = all(&named);
    if exact.is_empty() { all(&called) } else { exact }
}

/// The anchor of a phase that is put in at `at`: that of the phase before it.
fn anchor(drafts: &[PhaseDraft], at: usize) -> Anchor {
    at.checked_sub(1).and_then(|it| drafts.get(it)).map_or(Anchor::Readies, |it| it.anchor)
}

/// A phase of the author that the pattern does not have.
fn own(context: &Context<'_>, phase: &StatedPhase, fact: Fact, anchor: Anchor) -> PhaseDraft {
    let instruction = phase.description.clone().unwrap_or_else(|| phase.name.clone());
    let mut draft = PhaseDraft::new(super::super::draft::slug_of(&phase.name), anchor, instruction.clone());
    let seconds = phase.estimate.unwrap_or(0.0);
    let who = context.who(Duty::Service);
    let estimate = match phase.estimate {
        Some(_) => stated(seconds, fact.clone()),
        None => super::super::time::by_person(&who, crate::estimate::model::Activity::Configure),
    };
    let says = format!(
        "the pattern {} has no such phase: what it holds is what the author says of it",
        context.migration.pattern
    );
    let step = StepDraft::new(
        "as-stated",
        instruction.clone(),
        Work::Manual { instruction },
        who,
        estimate,
        vec![fact.clone()],
    );
    draft.then(step.why("The author of the specification asks for it.").note(Note::new(says, vec![fact])));
    draft
}

/// That the plan's time is outside what the author's guess allows.
fn deviation(drafts: &[PhaseDraft], about: &[usize], phase: &StatedPhase, fact: &Fact) -> Option<Note> {
    let guess = phase.estimate?;
    let ours: f64 = about.iter().filter_map(|at| drafts.get(*at)).map(length).sum();
    let allowed = stated(guess, fact.clone()).distribution;
    let (least, most) = (allowed.quantile(0.05), allowed.quantile(0.95));
    if (least..=most).contains(&ours) {
        return None;
    }
    let names: Vec<&str> = about.iter().filter_map(|at| drafts.get(*at)).map(|it| it.name.as_str()).collect();
    let longest = about.iter().filter_map(|at| drafts.get(*at)).flat_map(|it| it.groups.iter().flatten());
    let longest =
        longest.max_by(|a, b| a.step.estimate.distribution.mean().total_cmp(&b.step.estimate.distribution.mean()))?;
    let says = format!(
        "the author takes {} for {}, the steps of {} take {} of work and waiting; the longest is `{}` with {}",
        words(guess),
        phase.name,
        names.join(" and "),
        words(ours),
        longest.step.title,
        words(longest.step.estimate.distribution.mean())
    );
    let mut basis = vec![fact.clone()];
    basis.extend(longest.step.basis.iter().take(2).cloned());
    Some(Note::new(says, basis))
}

/// The mean length of a phase: its groups one after the other, each as long as its longest step.
fn length(draft: &PhaseDraft) -> f64 {
    let group =
        |group: &Vec<StepDraft>| group.iter().map(|it| it.step.estimate.distribution.mean()).fold(0.0, f64::max);
    draft.groups.iter().map(group).sum()
}
