//! What patterns that move data share: the inventory, the place, the copies, the comparisons, the stages.

use super::schema_change::{moving, product, unknown_tables};
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, MigrationGate, Note, Performer, Work};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, data, drill, requirements};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::AppVersion;
use crate::specification::model::Fact;

/// What everything of a migration of data is derived from.
pub(super) fn basis(context: &Context<'_>) -> Vec<Fact> {
    vec![context.pattern_fact(), context.way_fact()]
}

/// Something that a person does.
pub(super) fn manual(
    context: &Context<'_>,
    (slug, title): (&str, String),
    instruction: String,
    (duty, activity): (Duty, Activity),
) -> StepDraft {
    let who = context.who(duty);
    let estimate = time::by_person(&who, activity);
    StepDraft::new(slug, title, Work::Manual { instruction }, who, estimate, basis(context))
}

/// Something that runs from now on.
pub(super) fn deployment(context: &Context<'_>, slug: &str, title: String, what: String) -> StepDraft {
    let who = context.who(Duty::Platform);
    let estimate = time::by_person(&who, Activity::Deploy);
    StepDraft::new(slug, title, Work::Deployment { what }, who, estimate, basis(context)).changing(context)
}

/// A gate that a machine asks until it has held for `seconds`.
pub(super) fn gate(
    context: &Context<'_>,
    (slug, title): (&str, String),
    criteria: Vec<Criterion>,
    seconds: f64,
    otherwise: impl Into<String>,
) -> StepDraft {
    let mut facts = basis(context);
    for fact in criteria.iter().flat_map(|it| &it.basis) {
        if !facts.contains(fact) {
            facts.push(fact.clone());
        }
    }
    let fact = facts.last().cloned().unwrap_or_else(|| context.pattern_fact());
    let work = Work::Gate(MigrationGate { criteria, otherwise: otherwise.into() });
    let estimate = if seconds > 0.0 {
        time::gate(seconds, fact)
    } else {
        time::by_program("a question to engines and monitoring")
    };
    StepDraft::new(slug, title, work, consumers::monitoring(), estimate, facts)
}

/// A person agrees.
pub(super) fn approval(context: &Context<'_>, slug: &str, title: String, reason: String) -> StepDraft {
    let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
    let estimate = time::by_person(&who, Activity::Approve);
    StepDraft::new(slug, title, Work::Approval { role, reason }, who, estimate, basis(context))
}

/// A phase in which the version of the application that is there goes on.
pub(super) fn phase(name: &str, anchor: Anchor, purpose: String, names: &'static [&'static str]) -> PhaseDraft {
    let mut phase = PhaseDraft::new(name, anchor, purpose).also_called(names);
    phase.versions = vec![AppVersion::Old];
    phase
}

/// Those concerned know, and what stands in the way is found.
pub(super) fn assess(context: &Context<'_>) -> PhaseDraft {
    let purpose = "Those who depend on it know, and what does not move by itself is listed".to_owned();
    let mut phase =
        phase("assess", Anchor::Readies, purpose, &["assessment", "assess", "preparation", "planning", "analysis"]);
    phase.then_all(consumers::told(context));
    phase.then(moving::inventory(context));
    phase.then_all(product::schema_written(context));
    phase.then_all(unknown_tables(context));
    phase
}

/// The target is there, with the schema and without rows.
pub(super) fn provision(context: &Context<'_>, with: &str) -> StepDraft {
    let target = &context.migration.target;
    let who = context.who(Duty::Platform);
    let mut facts = basis(context);
    facts.extend(data::names(context));
    StepDraft::new(
        "provision",
        format!("Provision {target} with {with}"),
        Work::Deployment { what: target.clone() },
        who.clone(),
        time::by_person(&who, Activity::Provision),
        facts,
    )
    .why("It is there before it is needed, and is tried while nobody depends on it.")
    .changing(context)
    .idle_back(format!("destroy {target}; nothing uses it yet"), time::by_person(&who, Activity::Operate))
}

/// A copy for each table.
pub(super) fn copies(context: &Context<'_>, way: &str, why: &str) -> Vec<StepDraft> {
    let copies = moving::copies(context, way, why);
    if !copies.is_empty() {
        return copies;
    }
    let bytes = context.migration.constraints.data_volume;
    let amount = crate::estimate::Amount::believed(
        500e9,
        1.5,
        format!("bytes of {}", context.migration.id),
        "nobody says how much data there is",
        "wide prior of this program: 500 GB, sigma 1.5; state `tables` or `data_volume`",
    );
    let network = context.throughputs.get(crate::estimate::Figure::NetworkBytes);
    let estimate = crate::estimate::model::transfer(&amount, &network);
    let work = Work::Transfer { what: format!("everything of {}", context.migration.source), rows: None, bytes };
    let step = StepDraft::new(
        "everything",
        format!("Copy everything of {} by {way}", context.migration.source),
        work,
        Performer::Program("replication".to_owned()),
        estimate,
        basis(context),
    );
    vec![
        step.why(why)
            .idle_back("drop the copy; the source is the authority", time::by_program("a copy that is dropped")),
    ]
}

/// Both sides hold the same, the result stands its load, those who depend on it work, and the cut was rehearsed.
pub(super) fn verified(context: &Context<'_>, phase: &mut PhaseDraft) {
    let target = &context.migration.target;
    phase.then_all(moving::compared(context));
    phase.then_all(moving::load_test(context).into_iter().collect());
    let mut checks = requirements::checked(context, target);
    checks.extend(consumers::checked(context, target));
    phase.then_all(checks);
    phase.then(moving::rehearsal(context));
}

/// A switch of the stage of reads and writes, and back.
pub(super) fn stage(context: &Context<'_>, to: &str, from: &str, what: &str) -> StepDraft {
    let flag = format!("{} stage", context.migration.id);
    let instruction = format!("set the stage of `{flag}` from `{from}` to `{to}`: {what}");
    manual(
        context,
        (&format!("stage-{to}"), format!("Stage `{to}`: {what}")),
        instruction,
        (Duty::Service, Activity::Operate),
    )
    .why("Stages go one at a time, and back one at a time: no two instances are more than one stage apart.")
    .felt(context)
    .back(format!("set the stage of `{flag}` back to `{from}`"), time::by_program("a stage that is set back"))
}

/// Everything is on the new side for as long as the author says, or for three days.
pub(super) fn kept(context: &Context<'_>, names: &[&str], what: &str) -> (f64, Fact) {
    const KEPT: f64 = 72.0 * 3_600.0;
    super::service::stated_hold(context, names).unwrap_or_else(|| {
        let cites = "default of this program; state a phase of this name with its time";
        (KEPT, prior(format!("{what} for three days"), cites))
    })
}

/// The freeze against the downtime that is allowed, by quantiles: what it takes is said before anybody plans with it.
pub(super) fn window(context: &Context<'_>, steps: &[StepDraft]) -> Option<Note> {
    let whole = time::sum(steps.iter().map(|it| &it.step.estimate))?;
    let [half, most, nearly] = [0.5, 0.8, 0.95].map(|it| whole.distribution.quantile(it));
    let takes = format!("the freeze takes {} (P50), {} (P80), {} (P95)", words(half), words(most), words(nearly));
    let (says, facts) = match moving::downtime(context) {
        Some((seconds, fact)) if most > seconds => (
            format!("{takes}, and {} are allowed: a pattern that copies while writes go on is needed", words(seconds)),
            vec![fact],
        ),
        Some((seconds, fact)) if nearly > seconds => (
            format!("{takes}, and {} are allowed: one in twenty to one in five do not end in time", words(seconds)),
            vec![fact],
        ),
        Some((seconds, fact)) => (format!("{takes}, and {} are allowed", words(seconds)), vec![fact]),
        None => (format!("{takes}; nobody says how long it may: state `max_downtime`"), basis(context)),
    };
    Some(Note::new(says, facts))
}

/// A rehearsal as a gate of its own, for patterns whose cut has no phase of verification before it.
pub(super) fn rehearsed(context: &Context<'_>) -> StepDraft {
    let who = context.who(Duty::Database);
    let criteria = drill::criteria(context);
    let mut step = gate(
        context,
        ("rehearse", "Rehearse the cut and the way back on a copy, with the clock running".to_owned()),
        criteria,
        0.0,
        "shorten what took longest, and rehearse again",
    );
    step.step.estimate = time::by_person(&who, Activity::Rehearse);
    step.step.by = who;
    step.why("In the window there is time to do it, not to find out how.")
}
