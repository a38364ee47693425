//! Gates by phase, and triggers.

use plan_engine::migration::model::Probe;
use plan_engine::migration::{MigrationPhase, MigrationStep, Work};
use plan_engine::specification::model::TriggerAction;

use super::Page;
use super::prose::{name, prose, sentence};
use crate::migration::words;
use crate::plan::words::count;

/// A gate or an approval.
pub(super) struct Gate {
    pub(super) title: String,
    /// Conditions: in words, and what is asked of whom for the number.
    pub(super) criteria: Vec<(String, Vec<(&'static str, String)>)>,
    pub(super) otherwise: String,
    /// Who agrees, where it is an approval.
    pub(super) approval: Option<String>,
}

/// A trigger.
pub(super) struct TriggerLine {
    pub(super) id: String,
    pub(super) condition: String,
    pub(super) expression: String,
    pub(super) does: String,
    pub(super) acts: bool,
    pub(super) armed: Vec<String>,
}

/// The gates of a phase.
pub(super) struct PhaseGates {
    pub(super) phase: String,
    /// `3 gates, 1 approval`.
    pub(super) count: String,
    pub(super) gates: Vec<Gate>,
}

/// Everything that stops the way forwards until it holds, phase by phase.
pub(super) fn gates(page: &Page<'_>) -> Vec<PhaseGates> {
    let of = |phase: &MigrationPhase| {
        let gates: Vec<Gate> = phase.steps.iter().filter_map(gate).collect();
        let approvals = gates.iter().filter(|it| it.approval.is_some()).count();
        let parts = [(gates.len() - approvals, "gate"), (approvals, "approval")];
        let parts: Vec<String> = parts.iter().filter(|it| it.0 > 0).map(|(number, of)| count(*number, of)).collect();
        PhaseGates { phase: name(&phase.id), count: parts.join(", "), gates }
    };
    page.plan.phases.iter().map(of).filter(|it| !it.gates.is_empty()).collect()
}

fn gate(step: &MigrationStep) -> Option<Gate> {
    let title = prose(&step.title);
    match &step.work {
        Work::Gate(it) => Some(Gate {
            title,
            criteria: it
                .criteria
                .iter()
                .map(|it| (prose(&sentence(&words::criterion(it))), asked(&it.probe)))
                .collect(),
            otherwise: prose(&sentence(&it.otherwise)),
            approval: None,
        }),
        Work::Approval { role, reason } => {
            Some(Gate { title, criteria: Vec::new(), otherwise: prose(&sentence(reason)), approval: Some(name(role)) })
        }
        _ => None,
    }
}

/// What is asked of whom.
fn asked(probe: &Probe) -> Vec<(&'static str, String)> {
    match probe {
        Probe::Sql { on, statement } => vec![(on.word(), statement.clone())],
        Probe::Both { source, target } => vec![("source", source.clone()), ("target", target.clone())],
        Probe::Metric { expression } => vec![("metrics", expression.clone())],
        Probe::Check { name } => vec![("check", name.clone())],
    }
}

/// What starts a way back, or calls somebody.
pub(super) fn triggers(page: &Page<'_>) -> Vec<TriggerLine> {
    let line = |it: &plan_engine::migration::PlannedTrigger| TriggerLine {
        id: name(&it.id),
        condition: prose(&sentence(&it.basis.first().map(|fact| fact.says.clone()).unwrap_or_default())),
        expression: it.expression.clone(),
        does: prose(&sentence(&it.does)),
        acts: it.trigger.action != TriggerAction::AlertTeam,
        armed: it.armed_in.iter().map(|it| name(it)).collect(),
    };
    page.plan.triggers.iter().map(line).collect()
}
