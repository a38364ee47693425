//! What is ticked off before, during and after.

use plan_engine::migration::Work;

use super::Page;
use super::progress::Told;
use super::prose::{name, prose, sentence};
use crate::checklist::{ChecklistMoment, besides, phases};

/// What is ticked off at a moment.
pub(super) struct Checklist {
    pub(super) moment: &'static str,
    pub(super) heading: &'static str,
    pub(super) besides: Vec<String>,
    pub(super) phases: Vec<PhaseList>,
    pub(super) items: usize,
}

/// The steps of a phase.
pub(super) struct PhaseList {
    pub(super) phase: String,
    pub(super) items: Vec<Item>,
}

/// Something to tick off.
pub(super) struct Item {
    pub(super) says: String,
    pub(super) by: String,
    pub(super) done: bool,
}

/// The three lists.
pub(super) fn checklists(page: &Page<'_>, told: Option<&Told<'_>>) -> Vec<Checklist> {
    let moments =
        [("Before", ChecklistMoment::Before), ("During", ChecklistMoment::During), ("After", ChecklistMoment::After)];
    moments.into_iter().map(|(word, moment)| checklist(page, told, word, moment)).collect()
}

fn checklist(page: &Page<'_>, told: Option<&Told<'_>>, word: &'static str, moment: ChecklistMoment) -> Checklist {
    let item = |step: &plan_engine::migration::MigrationStep| {
        let kind = match &step.work {
            Work::Gate(_) => "gate: ",
            Work::Approval { .. } => "approval: ",
            _ => "",
        };
        Item {
            says: format!("{kind}{}", prose(&step.title)),
            by: name(step.by.name()),
            done: told.is_some_and(|it| it.is_finished(step)),
        }
    };
    let phases: Vec<PhaseList> = phases(page.plan, moment)
        .map(|phase| PhaseList { phase: name(&phase.id), items: phase.steps.iter().map(item).collect() })
        .collect();
    let (heading, besides) = besides(page.plan, moment);
    Checklist {
        moment: word,
        heading,
        items: besides.len() + phases.iter().map(|it| it.items.len()).sum::<usize>(),
        besides: besides.iter().map(|it| prose(&sentence(it))).collect(),
        phases,
    }
}
