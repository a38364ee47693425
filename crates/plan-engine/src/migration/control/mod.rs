//! What regimes ask of a migration, as steps at a place: a file each.

mod gdpr;
mod hipaa;
mod other;
mod pci_dss;
mod sox;

use super::context::Context;
use super::draft::{Anchor, PhaseDraft, StepDraft};
use super::model::Work;
use super::team::Duty;
use super::time;
use crate::estimate::model::Activity;
use crate::specification::model::{Fact, Kind};

/// What a regime asks here.
pub(super) struct Ask {
    /// What it asks, with the article or section.
    pub(super) asks: &'static str,
    /// Where it is done.
    pub(super) at: Place,
    /// The last part of the step's id.
    pub(super) slug: &'static str,
    /// What the person confirms.
    pub(super) confirms: String,
    /// What shows afterwards that it was done.
    pub(super) evidence: &'static str,
    /// Who.
    pub(super) duty: Duty,
}

/// Where a control lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before anything is changed.
    First,
    /// Right before the new side takes over, or data are changed.
    BeforeShift,
    /// When everything is done.
    Last,
}

/// A regime that this program knows.
struct Regime {
    names: &'static [&'static str],
    asks: fn(&Context<'_>) -> Vec<Ask>,
}

const REGIMES: [Regime; 4] = [
    Regime { names: &["gdpr", "dsgvo", "uk gdpr"], asks: gdpr::asks },
    Regime { names: &["sox", "sarbanes-oxley"], asks: sox::asks },
    Regime { names: &["pci dss", "pci"], asks: pci_dss::asks },
    Regime { names: &["hipaa"], asks: hipaa::asks },
];

/// A control whose step has its place in a phase already; its steps' ids are known later.
pub(crate) struct PlacedControl {
    pub(crate) regime: String,
    pub(crate) asks: String,
    pub(crate) evidence: String,
    /// Phase and slug of the step.
    pub(crate) phase: String,
    pub(crate) slug: String,
    pub(crate) basis: Fact,
}

/// Puts the controls of all regimes that the migration is under into `phases`.
pub(crate) fn place(context: &Context<'_>, phases: &mut [PhaseDraft]) -> Vec<PlacedControl> {
    let mut placed = Vec::new();
    for (regime, basis) in regimes(context) {
        let plain = regime.to_lowercase().replace(['_', '-'], " ");
        let known = REGIMES
            .iter()
            .find(|it| it.names.contains(&plain.as_str()) || it.names.contains(&regime.to_lowercase().as_str()));
        let asks = known.map_or_else(|| other::asks(&regime), |it| (it.asks)(context));
        for ask in asks {
            if let Some(control) = insert(context, phases, &regime, &basis, &ask) {
                placed.push(control);
            }
        }
    }
    placed
}

/// The regimes of the migration and of the whole specification, each once.
fn regimes(context: &Context<'_>) -> Vec<(String, Fact)> {
    let own = context.migration.constraints.compliance.iter().enumerate().map(|(at, name)| {
        let place = format!("/constraints/compliance_requirements/{at}");
        let fact = context.fact(
            &[&place, &format!("/constraints/compliance/{at}"), "/constraints/compliance_requirements"],
            format!("{} is under {name}", context.migration.id),
        );
        (name.clone(), fact)
    });
    let whole = context.specification.compliance.iter().enumerate().map(|(at, name)| {
        (
            name.clone(),
            context.global(&[&format!("/compliance/{at}"), "/compliance"], format!("everything is under {name}")),
        )
    });
    let mut all: Vec<(String, Fact)> = Vec::new();
    for (name, fact) in own.chain(whole) {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, fact));
        }
    }
    all
}

fn insert(
    context: &Context<'_>,
    phases: &mut [PhaseDraft],
    regime: &str,
    basis: &Fact,
    ask: &Ask,
) -> Option<PlacedControl> {
    let at = phase_at(phases, ask.at)?;
    let phase = phases.get_mut(at)?;
    let slug = super::draft::slug_of(&format!("{regime}-{}", ask.slug));
    let role = context.role(ask.duty);
    let who = context.who(ask.duty);
    let reason = format!("{regime}: {}", ask.confirms);
    let title = format!("{regime}: {}", ask.asks);
    let activity = if ask.at == Place::First { Activity::Review } else { Activity::Approve };
    let estimate = time::by_person(&who, activity);
    let work = Work::Approval { role, reason };
    let step = StepDraft::new(&slug, title, work, who, estimate, vec![basis.clone()])
        .why(format!("{}; evidence: {}.", ask.confirms, ask.evidence))
        .control();
    if ask.at == Place::Last {
        phase.groups.push(vec![step]);
    } else {
        // Behind the controls that are there already.
        let before = phase.groups.iter().take_while(|group| group.iter().any(|it| it.is_control)).count();
        phase.groups.insert(before, vec![step]);
    }
    Some(PlacedControl {
        regime: regime.to_owned(),
        asks: ask.asks.to_owned(),
        evidence: ask.evidence.to_owned(),
        phase: phase.name.clone(),
        slug,
        basis: basis.clone(),
    })
}

/// The phase in which a control lies: the nearest one that there is.
fn phase_at(phases: &[PhaseDraft], place: Place) -> Option<usize> {
    let first = |wanted: &dyn Fn(&PhaseDraft) -> bool| phases.iter().position(wanted);
    let found = match place {
        Place::First => first(&|it| it.anchor == Anchor::Readies),
        Place::BeforeShift => first(&|it| it.name == "cut" || matches!(it.anchor, Anchor::Expands | Anchor::Shifts)),
        Place::Last => None,
    };
    let fallback = match place {
        Place::First | Place::BeforeShift => 0,
        Place::Last => phases.len().checked_sub(1)?,
    };
    Some(found.unwrap_or(fallback))
}

/// What is migrated, in the words of a regime: the tables by name, or the service.
pub(super) fn subject(context: &Context<'_>) -> String {
    match context.migration.kind {
        Kind::Database if !context.migration.tables.is_empty() => {
            let names: Vec<&str> = context.migration.tables.iter().map(|it| it.name.as_str()).take(12).collect();
            format!("the rows of {}", names.join(", "))
        }
        Kind::Database => format!("the rows of {}", context.migration.source),
        Kind::Service => format!("what {} handles", context.migration.source),
        Kind::Infrastructure => format!("what runs on {}", context.migration.source),
    }
}
