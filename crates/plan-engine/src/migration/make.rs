//! Makes a plan of migrations.

mod agreed;
mod assemble;
mod back;
mod checks;
mod cited;
mod delivered;
mod doors;
mod link;
mod moments;
mod reaches;
mod reasons;
mod restore;
mod stated;
mod together;
mod triggers;
mod unused;

use std::collections::BTreeSet;

use super::context::Context;
use super::control;
use super::model::{
    ApiReport, Inventory, KIND, MigrationPhase, MigrationPlan, MigrationSummary, Note, SCHEMA_VERSION, SchemaPlan,
};
use super::{Inputs, complexity, pattern, team};
use crate::Error;
use crate::estimate::{Statistics, Throughputs};
use crate::inventory;
use crate::plan::Plan;
use crate::redact::redact;
use crate::specification::Specification;
use crate::specification::model::{Kind, Migration, Resource};
use assemble::Built;

/// A migration that nothing is to do for is told: what it has to do may not be stated.
fn without_steps(specification: &Specification, phases: &[MigrationPhase]) -> Vec<Note> {
    let idle = specification.migrations.iter().filter(|it| phases.iter().all(|phase| phase.migration != it.id));
    idle.map(|it| {
        let says = format!(
            "{}: no step follows from what is stated. State what changes (`schema` or `schema_changes`), or a `source` and \
             a `target` that name versions or places of one engine",
            it.id
        );
        Note::new(says, vec![specification.places.fact(&it.pointer, "a migration without steps")])
    })
    .collect()
}

/// Makes the plan of the migrations of `specification`, with what `inputs` adds to it.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where the specification holds no migration, names a pattern that is not known, or
/// its migrations wait for each other in a circle.
pub fn make(specification: &Specification, inputs: Inputs) -> Result<MigrationPlan, Error> {
    if specification.migrations.is_empty() {
        return Err(Error::input("the specification holds no migration: name one under `migrations`"));
    }
    // Ids and titles are made of its texts, too, so that it is redacted before all.
    let mut redacted = specification.clone();
    redact(&mut redacted)?;
    let specification = &redacted;
    let throughputs = inputs.throughputs.unwrap_or_else(|| Throughputs::of(specification));
    let mut parts = Vec::new();
    for migration in &specification.migrations {
        let given = Given {
            schema_plan: inputs.schema_plans.get(&migration.id).cloned(),
            statistics: inputs.statistics.get(&migration.id).cloned(),
            report: inputs.reports.get(&migration.id).cloned(),
            resources: inventory::merged(
                specification,
                migration,
                inputs.inventories.get(&migration.id).map(Vec::as_slice),
            )?,
        };
        parts.push(one(specification, migration, given, &throughputs)?);
    }
    let built: Vec<Built> = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.phases)).collect();
    let mut phases = link::ordered(specification, built)?;
    let plans: Vec<(&str, &Plan)> =
        parts.iter().filter_map(|it| it.schema_plan.as_ref()).map(|(id, plan)| (id.as_str(), plan)).collect();
    agreed::approvals(specification, &mut phases, &plans);
    let mut plan = MigrationPlan {
        schema_version: SCHEMA_VERSION.to_owned(),
        kind: KIND.to_owned(),
        digest: String::new(),
        name: name(specification),
        specification: specification.clone(),
        summaries: Vec::new(),
        schema_plans: Vec::new(),
        reports: Vec::new(),
        inventories: Vec::new(),
        triggers: triggers::of(specification, &phases),
        phases: back::finish(specification, phases, &plans),
        notes: Vec::new(),
    };
    for part in parts {
        plan.summaries.push(part.summary);
        plan.schema_plans.extend(part.schema_plan.map(|it| SchemaPlan { migration: it.0, plan: it.1 }));
        plan.reports.extend(part.report);
        plan.inventories.extend(part.inventory);
        plan.notes.extend(part.notes);
    }
    reaches::complete(specification, &mut plan.summaries);
    plan.notes.extend(without_steps(specification, &plan.phases));
    plan.notes.extend(assumptions(specification, &plan.phases));
    plan.notes.extend(delivered::notes(specification));
    let unused = unused::notes(&plan);
    plan.notes.extend(unused);
    plan.round()?;
    if plan.seal_and_look()? {
        redact_passwords(&mut plan)?;
        plan.seal()?;
    }
    Ok(plan)
}

/// A plan is handed round: what is cited of reports, statistics and measurements holds no passwords of engines either.
/// Schema plans, whose SQL is run, never name an engine with its password.
fn redact_passwords(plan: &mut MigrationPlan) -> Result<(), Error> {
    let schema_plans = std::mem::take(&mut plan.schema_plans);
    redact(plan)?;
    plan.schema_plans = schema_plans;
    Ok(())
}

fn name(specification: &Specification) -> String {
    if !specification.name.is_empty() {
        return specification.name.clone();
    }
    let ids: Vec<&str> = specification.migrations.iter().map(|it| it.id.as_str()).collect();
    ids.join(", ")
}

/// What becomes of one migration.
struct Part {
    phases: Vec<Built>,
    summary: MigrationSummary,
    schema_plan: Option<(String, Plan)>,
    report: Option<ApiReport>,
    inventory: Option<Inventory>,
    notes: Vec<Note>,
}

/// What is given of one migration besides the specification.
struct Given {
    schema_plan: Option<Plan>,
    statistics: Option<Statistics>,
    report: Option<ApiReport>,
    resources: Vec<Resource>,
}

fn one(
    specification: &Specification,
    migration: &Migration,
    given: Given,
    throughputs: &Throughputs,
) -> Result<Part, Error> {
    let Given { schema_plan, statistics, report, resources } = given;
    let schema_from_words = schema_plan.is_none();
    let is_database = migration.kind == Kind::Database;
    let schema_plan = schema_plan.or_else(|| is_database.then(|| pattern::schema_from_words(migration)).flatten());
    let statistics = statistics.unwrap_or_else(|| Statistics::of(migration, &specification.places));
    let mut context = Context {
        specification,
        migration,
        schema_plan: schema_plan.as_ref(),
        schema_from_words,
        report: report.as_ref(),
        statistics: &statistics,
        inventory: None,
        throughputs,
    };
    let inventory = inventory::describe(&context, &resources);
    context.inventory = inventory.as_ref();
    let mut drafts = pattern::find(&migration.pattern, migration.kind)?.phases(&context)?;
    drafts.retain(|it| !it.is_empty());
    restore::points(&context, &mut drafts);
    let controls = control::place(&context, &mut drafts);
    assemble::approvals(&context, &mut drafts);
    let mut notes = stated::place(&context, &mut drafts);
    assemble::doors(&context, &mut drafts);
    notes.extend(told_in_words(&context));
    let phases = assemble::build(&context, drafts);
    let summary = reaches::summary(&context, complexity::of(&context), &controls, &phases);
    let schema_plan = schema_plan.map(|plan| (migration.id.clone(), plan));
    Ok(Part { phases, summary, schema_plan, report, inventory, notes })
}

/// That the schema is told in words.
fn told_in_words(context: &Context<'_>) -> Option<Note> {
    if !context.schema_from_words || context.migration.schema_changes.is_empty() {
        return None;
    }
    let id = &context.migration.id;
    let says = match context.schema_plan {
        Some(_) => format!(
            "{id}: the schema is told by its changes only, so its plan knows of each table what changes in it; give `schema` \
             with files or engines for one that is proven on the whole schema"
        ),
        None => format!(
            "{id}: of the schema too little is told to write statements from: its steps are told in words; give `schema` with \
             files or engines"
        ),
    };
    Some(Note::new(says, vec![context.fact(&["/schema_changes"], "changes of the schema in words")]))
}

/// What was assumed because nobody says.
fn assumptions(specification: &Specification, phases: &[MigrationPhase]) -> Vec<Note> {
    let used: BTreeSet<&str> = phases.iter().flat_map(|it| &it.steps).map(|it| it.by.name()).collect();
    let used: Vec<&str> = used.into_iter().collect();
    team::assumed(specification, &used).into_iter().collect()
}
