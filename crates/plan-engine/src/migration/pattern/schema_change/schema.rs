//! The schema's part: the phases of its plan, each step with what it takes from the engine and how long that takes.

use crate::estimate::model::{Activity, for_schema_step};
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{MigrationGate, Note, Performer, StepInverse, Work};
use crate::migration::part::{consumers, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::{Action, LockMode, Loss, Phase, PhaseName, Step};
use crate::specification::model::{Fact, FactSource};

use super::{health, product, words};

pub(super) fn phases(context: &Context<'_>) -> Vec<PhaseDraft> {
    match context.schema_plan {
        Some(plan) => plan.phases.iter().flat_map(|phase| of(context, phase)).collect(),
        None => words::phases(context),
    }
}

fn of(context: &Context<'_>, phase: &Phase) -> Vec<PhaseDraft> {
    let (anchor, purpose, names): (Anchor, &str, &'static [&'static str]) = match phase.name {
        PhaseName::Prepare => (Anchor::Expands, "The workshop of the migration is there", &["setup"]),
        PhaseName::Expand => {
            (Anchor::Expands, "What is new is there, and the old version does not notice", &["expansion"])
        }
        PhaseName::DualWrite => (Anchor::Expands, "Both shapes are written", &["dual_writes"]),
        PhaseName::Backfill => {
            (Anchor::Expands, "Rows that were there are in the new shape too", &["data_migration", "migration"])
        }
        PhaseName::Validate => {
            (Anchor::Expands, "The new shape holds what the old one holds", &["validation", "verification"])
        }
        PhaseName::Cutover => {
            (Anchor::Deploys, "The new version of the application runs", &["cut_over", "switch", "deployment"])
        }
        PhaseName::Contract => {
            (Anchor::Contracts, "The schema is as it should be", &["contraction", "cleanup", "clean_up"])
        }
        PhaseName::Purge => (Anchor::Removes, "The archive is gone", &["purge_archive"]),
    };
    let mut draft = PhaseDraft::new(phase.name.as_str(), anchor, purpose).also_called(names);
    draft.versions.clone_from(&phase.versions);
    if phase.name == PhaseName::Contract
        && let Some(step) = restore_point(context)
    {
        draft.then(step);
    }
    draft.then_all(health::quiet(context, phase).into_iter().collect());
    for step in &phase.steps {
        draft.then(schema_step(context, phase.name, step));
    }
    draft.then_all(health::settled(context, phase).into_iter().collect());
    let watched = if phase.name == PhaseName::Cutover { watched(context) } else { None };
    match watched {
        Some(step) if context.has_application() => vec![draft, settled(step)],
        step => {
            if let Some(step) = step {
                draft.then(step);
            }
            vec![draft]
        }
    }
}

/// Where the plan moves the traffic of the application itself, the database is judged under all of it.
fn settled(step: StepDraft) -> PhaseDraft {
    let purpose = "The database has carried all traffic of the new version, and the old one can still come back";
    let names: &[&str] = &["settle", "monitoring", "stabilization", "soak"];
    let mut phase = PhaseDraft::new("settle", Anchor::Retires, purpose).also_called(names);
    phase.then(step);
    phase
}

fn schema_step(context: &Context<'_>, phase: PhaseName, step: &Step) -> StepDraft {
    let id = &context.migration.id;
    let estimate = for_schema_step(id, step, context.statistics, context.throughputs);
    let mut basis = vec![plan_fact(id, step)];
    basis.extend(edit_facts(context, step));
    let slug = step.id.strip_prefix(&format!("{phase}-")).unwrap_or(&step.id);
    let work = Work::SchemaStep { migration: id.clone(), step: step.id.clone() };
    let mut draft = StepDraft::new(slug, &step.title, work, performer(context, step), estimate, basis).why(&step.why);
    draft.step.facts = step.facts.clone();
    draft.step.inverse = inverse(context, step);
    draft = if is_felt(step) { draft.felt(context) } else { draft.changing(context) };
    if is_long(step) {
        // Batches are committed one by one: they stop and go on.
        draft.step.timing.splittable = true;
        draft.step.resources.extend(workers(context));
    }
    let hazards = step.facts.hazards.iter().map(|it| Note::new(it.clone(), vec![plan_fact(id, step)]));
    draft = draft.notes(hazards);
    if context.schema_from_words && is_long(step) {
        draft = draft.note(Note::new(words::ASSUMED, vec![plan_fact(id, step)]));
    }
    draft
}

fn plan_fact(migration: &str, step: &Step) -> Fact {
    Fact {
        source: FactSource::SchemaPlan { migration: migration.to_owned(), step: Some(step.id.clone()) },
        pointer: String::new(),
        says: format!("{} by {}", step.title, step.operation),
    }
}

/// Where the specification says that the step's object changes, or how large its table is.
fn edit_facts(context: &Context<'_>, step: &Step) -> Vec<Fact> {
    let Some(subject) = &step.subject else { return Vec::new() };
    let Some(relation) = subject.relation() else { return Vec::new() };
    let mut facts = words::facts(context, &relation.name, &subject.to_string());
    let schema = context.migration.schema.as_ref().filter(|_| facts.is_empty());
    facts.extend(schema.map(|it| {
        context.fact(&["/schema", "/schema/after"], format!("the schema goes from {} to {}", it.before, it.after))
    }));
    facts
}

/// Who does it: the program, or the person whom its only action needs.
fn performer(context: &Context<'_>, step: &Step) -> Performer {
    let mut people = step.forward.iter().filter_map(|action| match action {
        Action::Approval { role, .. } => {
            let stated = context.specification.roles.iter().any(|it| it.name == *role);
            Some(if stated { Performer::Role(role.clone()) } else { context.who(Duty::Release) })
        }
        Action::Manual { .. } => Some(context.who(Duty::Service)),
        Action::Sql(_) | Action::Batches(_) | Action::Gate(_) => None,
    });
    people.next().unwrap_or_else(|| Performer::Program("plan apply".to_owned()))
}

/// Whether statements wait for it, or a version of the application changes.
pub(super) fn is_felt(step: &Step) -> bool {
    let locks = step.facts.locks.iter().any(|it| it.mode >= LockMode::ShareRowExclusive);
    locks || step.forward.iter().any(|it| matches!(it, Action::Manual { .. }))
}

fn is_long(step: &Step) -> bool {
    step.forward.iter().any(|it| matches!(it, Action::Batches(_)))
}

/// The resource that batches share, where the specification names one.
fn workers(context: &Context<'_>) -> Option<String> {
    let names = context.specification.resources.iter().map(|it| &it.name);
    names.into_iter().find(|name| ["backfill", "batch", "worker"].iter().any(|word| name.contains(word))).cloned()
}

fn inverse(context: &Context<'_>, step: &Step) -> StepInverse {
    let inverse = &step.inverse;
    if inverse.actions.is_empty() {
        return StepInverse { title: inverse.title.clone(), loss: inverse.loss.clone(), estimate: None, idle: false };
    }
    let as_step = Step {
        title: inverse.title.clone(),
        facts: inverse.facts.clone(),
        forward: inverse.actions.clone(),
        ..step.clone()
    };
    let estimate = for_schema_step(&context.migration.id, &as_step, context.statistics, context.throughputs);
    let possible = !matches!(inverse.loss, Loss::Everything(_));
    StepInverse {
        title: inverse.title.clone(),
        loss: inverse.loss.clone(),
        estimate: possible.then_some(estimate),
        idle: false,
    }
}

/// A restore point before anything is taken away, where no row may be lost.
fn restore_point(context: &Context<'_>) -> Option<StepDraft> {
    let wanted = context.requires("zero_data_loss").or_else(|| {
        let seconds = context.specification.objectives.recovery_point?;
        let says = format!("{seconds} s of writes may be lost at most");
        Some(context.global(&["/objectives/recovery_point", "/objectives/rpo", "/objectives"], says))
    })?;
    let instruction = product::restore_point(&product::sides(context).1);
    let who = context.who(Duty::Database);
    let step = StepDraft::new(
        "restore-point",
        "Take a restore point before anything is taken away",
        Work::Manual { instruction: instruction.to_owned() },
        who.clone(),
        time::by_person(&who, Activity::Operate),
        vec![wanted],
    );
    Some(
        step.why("The archive of the workshop brings rows back; the restore point brings back what nobody thought of."),
    )
}

/// Behind the deployment nothing is worse than it may be.
fn watched(context: &Context<'_>) -> Option<StepDraft> {
    let mut criteria = watch::alerts(context, watch::WATCHED);
    criteria.extend(watch::performance(context, watch::WATCHED));
    if criteria.is_empty() {
        return None;
    }
    let facts: Vec<Fact> = criteria.iter().flat_map(|it| it.basis.iter().cloned()).collect();
    let fact = facts.first().cloned().unwrap_or_else(|| context.pattern_fact());
    let otherwise = "bring the old version of the application back, and take the phase back".to_owned();
    let step = StepDraft::new(
        "watched",
        "The database stands the new version of the application",
        Work::Gate(MigrationGate { criteria, otherwise }),
        consumers::monitoring(),
        time::gate(watch::WATCHED, fact),
        facts,
    );
    Some(step.why("The old version can still come back: what the new one breaks has to show before `contract`."))
}
