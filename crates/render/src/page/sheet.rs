//! The template's data.

use askama::Template;

use super::Page;
use super::checklists::{Checklist, checklists};
use super::clock::Clock;
use super::files::Files;
use super::gates::{PhaseGates, TriggerLine, gates, triggers};
use super::graph::Graph;
use super::ladder::Ladder;
use super::matrix::Matrix;
use super::progress::{Progress, Told};
use super::prose::{name, prose, sentence};
use super::steps::{Phase, phases};
use super::summary::Summary;
use super::timeline::Timeline;
use crate::plan::words::short;

/// The page, section by section. What is text of the plan has been escaped already where the template says `safe`.
#[derive(Template)]
#[template(path = "page/page.html")]
pub(super) struct Sheet {
    name: String,
    /// The same with places to break.
    heading: String,
    description: Option<String>,
    digest: String,
    began: String,
    dated: bool,
    summary: Summary,
    progress: Option<Progress>,
    timeline: Timeline,
    matrix: Matrix,
    graph: Graph,
    gates: Vec<PhaseGates>,
    triggers: Vec<TriggerLine>,
    ladder: Ladder,
    checklists: Vec<Checklist>,
    files: Files,
    phases: Vec<Phase>,
    notes: Vec<String>,
}

impl Sheet {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let clock = Clock::new(page.schedule.start, page.dated);
        let told = Told::of(page);
        let told = told.as_ref();
        let ladder = Ladder::of(page, told);
        Self {
            name: page.plan.name.clone(),
            heading: name(&page.plan.name),
            description: page.plan.specification.description.clone(),
            digest: short(&page.plan.digest).to_owned(),
            began: clock.tell(Some(page.schedule.start)),
            dated: page.dated,
            summary: Summary::of(page, clock, &ladder),
            progress: told.map(|it| Progress::of(page, it, clock)),
            timeline: Timeline::of(page, told, clock),
            matrix: Matrix::of(page),
            graph: Graph::of(page.plan),
            gates: gates(page),
            triggers: triggers(page),
            ladder,
            checklists: checklists(page, told),
            files: Files::of(page),
            phases: phases(page, clock),
            notes: page.plan.notes.iter().map(|it| prose(&sentence(&it.says))).collect(),
        }
    }

    pub(super) fn write(&self) -> Result<String, std::fmt::Error> {
        self.render().map_err(|_| std::fmt::Error)
    }
}
