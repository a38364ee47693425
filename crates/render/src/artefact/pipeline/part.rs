//! Parts of phases between two moments at which a person is needed.

use plan_engine::migration::{MigrationPhase, MigrationStep, Work};

use super::super::scene::{Scene, safe};
use super::super::shell::line;

/// A part of a phase: what a person has done or agreed to before it, and where it ends.
pub(super) struct Part<'a> {
    pub(super) phase: &'a MigrationPhase,
    /// Its number in the phase, from 1.
    pub(super) number: usize,
    /// Steps that a person has done once the part begins.
    pub(super) by_hand: Vec<&'a MigrationStep>,
    /// The approval that the part begins with, with the role of who gives it.
    pub(super) approval: Option<(&'a MigrationStep, &'a str)>,
    /// The step before which it ends; none for the end of the phase.
    pub(super) until: Option<&'a MigrationStep>,
}

impl Part<'_> {
    /// The name of its job, as systems of pipelines take names: letters, digits, `-` and `_`.
    pub(super) fn job(&self) -> String {
        format!("{}-{}", job_of(self.phase), self.number)
    }

    /// What a person reads.
    pub(super) fn title(&self) -> String {
        let mut title = self.phase.id.clone();
        if let Some((step, role)) = self.approval {
            title.push_str(&format!(": once {role} agrees to {}", step.title));
        } else if !self.by_hand.is_empty() {
            let done: Vec<&str> = self.by_hand.iter().map(|it| it.title.as_str()).collect();
            title.push_str(&format!(": once done by hand: {}", done.join("; ")));
        }
        let title = line(&title);
        match title.char_indices().nth(180) {
            Some((at, _)) => format!("{}…", title.get(..at).unwrap_or(&title)),
            None => title,
        }
    }

    /// The environment of GitHub whose reviewers let the part begin; none where nobody is needed.
    pub(super) fn gatekeeper(&self) -> Option<String> {
        if let Some((_, role)) = self.approval {
            return Some(format!("migration-{}", safe(role)));
        }
        let first = self.by_hand.first()?;
        Some(format!("migration-{}", safe(first.by.name())))
    }

    /// Names of steps, separated by blanks.
    pub(super) fn done(&self) -> String {
        self.by_hand.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The name of a phase in names of jobs.
pub(super) fn job_of(phase: &MigrationPhase) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
    let name: String = phase.id.chars().map(plain).take(80).collect();
    if name.starts_with(|it: char| it.is_ascii_alphabetic()) { name } else { format!("phase_{name}") }
}

/// Where the scripts of a phase lie, below the folder of the plan.
pub(super) fn folder(phase: &MigrationPhase) -> String {
    format!("{}/{}", safe(&phase.migration), safe(&phase.name))
}

/// The parts of all phases, in the plan's order.
pub(super) fn parts<'a>(scene: &Scene<'a>) -> Vec<Part<'a>> {
    scene.plan.phases.iter().flat_map(of).collect()
}

fn of(phase: &MigrationPhase) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let (mut by_hand, mut approval, mut begun) = (Vec::new(), None, false);
    for step in &phase.steps {
        let (hand, agrees) = (is_by_hand(step), agreement(step));
        // What was done by hand stands in front of a part; an approval begins one of its own.
        let ends = begun && (hand || agrees.is_some())
            || agrees.is_some() && (approval.is_some() || !by_hand.is_empty())
            || hand && approval.is_some();
        if ends {
            parts.push(Part {
                phase,
                number: parts.len() + 1,
                by_hand: std::mem::take(&mut by_hand),
                approval: approval.take(),
                until: Some(step),
            });
            begun = false;
        }
        match (hand, agrees) {
            (_, Some(role)) => approval = Some((step, role)),
            (true, None) => by_hand.push(step),
            (false, None) => begun = true,
        }
    }
    parts.push(Part { phase, number: parts.len() + 1, by_hand, approval, until: None });
    parts
}

fn agreement(step: &MigrationStep) -> Option<&str> {
    match &step.work {
        Work::Approval { role, .. } => Some(role),
        _ => None,
    }
}

fn is_by_hand(step: &MigrationStep) -> bool {
    match &step.work {
        Work::Manual { .. } => step.by.name() != "restore-point.sh",
        Work::SchemaEdit { .. } | Work::Deployment { .. } | Work::Transfer { .. } => true,
        Work::SchemaStep { .. } | Work::Traffic { .. } | Work::Gate(_) | Work::Approval { .. } | Work::Wait { .. } => {
            false
        }
    }
}
