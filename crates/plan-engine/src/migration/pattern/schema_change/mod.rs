//! Schema change: the engine moves first where it does, then the schema expands, the application follows, the schema
//! contracts.

mod disk;
pub(super) mod engine;
mod health;
pub(super) mod moving;
pub(super) mod product;
mod schema;
mod words;

pub(crate) use words::schema_from_words;

use super::Pattern;
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Measure, MigrationGate, Work};
use crate::migration::part::{consumers, probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, FactSource, Kind};
use engine::Engine;

pub(crate) struct SchemaChange;

impl Pattern for SchemaChange {
    fn names(&self) -> &'static [&'static str] {
        &["schema_change", "expand_contract", "schema_migration"]
    }

    fn summary(&self) -> &'static str {
        "the schema expands, both versions run on it, then it contracts; the engine moves before that where it does"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let (old, new) = (Engine::of(&context.migration.source), Engine::of(&context.migration.target));
        let moves = old.differs(&new);
        let mut phases = vec![assess(context, moves)];
        if moves {
            phases.extend(moving::phases(context, &old, &new));
        }
        phases.extend(schema::phases(context));
        disk::asked(context, &mut phases);
        Ok(phases)
    }
}

/// Those concerned know, and what is to be run was run on a copy.
fn assess(context: &Context<'_>, moves: bool) -> PhaseDraft {
    let purpose = "Those who depend on it know, and everything was rehearsed on a copy".to_owned();
    let names: &[&str] = &["assessment", "assess", "preparation", "planning", "analysis"];
    let mut phase = PhaseDraft::new("assess", Anchor::Readies, purpose).also_called(names);
    phase.then_all(consumers::told(context));
    if moves {
        phase.then(moving::inventory(context));
        phase.then_all(product::schema_written(context));
    }
    phase.then_all(unknown_tables(context));
    if let Some(step) = rehearsal(context) {
        phase.then(step);
    }
    phase
}

/// Tables that a step touches and of which nobody says how large they are.
pub(super) fn unknown_tables(context: &Context<'_>) -> Vec<StepDraft> {
    let without = context.migration.tables.iter().enumerate().filter(|(_, it)| it.rows.is_none() && it.bytes.is_none());
    let who = context.who(Duty::Database);
    let step = |(at, table): (usize, &crate::specification::model::Table)| {
        let places = [format!("/tables_to_migrate/{at}"), format!("/tables/{at}")];
        let fact =
            context.fact(&places.each_ref().map(String::as_str), format!("nobody says how large {} is", table.name));
        StepDraft::new(
            format!("count-{}", table.name),
            format!("Count rows and bytes of {}, and make the plan again", table.name),
            Work::Manual { instruction: format!("give rows and bytes of {} in the specification", table.name) },
            who.clone(),
            time::by_person(&who, crate::estimate::model::Activity::Operate),
            vec![fact],
        )
        .why("Until then its steps are estimated by a wide prior.")
    };
    without.map(step).collect()
}

/// The schema plan runs forwards and back on a scratch database before it touches the real one.
fn rehearsal(context: &Context<'_>) -> Option<StepDraft> {
    let plan = context.schema_plan?;
    if plan.phases.is_empty() {
        return None;
    }
    let id = &context.migration.id;
    let fact = Fact {
        source: FactSource::SchemaPlan { migration: id.clone(), step: None },
        pointer: String::new(),
        says: format!("the schema plan of {id} has digest {}", plan.digest.get(..12).unwrap_or_default()),
    };
    let what = format!("`plan prove` of the schema plan with digest {}", plan.digest.get(..12).unwrap_or_default());
    let gate = MigrationGate {
        criteria: vec![watch::none_of(
            Measure::Failures(what),
            probe::check(context, "prove"),
            0.0,
            vec![fact.clone()],
        )],
        otherwise: "mend what the proof names, and make the plan again".to_owned(),
    };
    let who = context.who(Duty::Database);
    let step = StepDraft::new(
        "prove",
        "Prove the schema plan on a scratch database with rows, forwards and back from every phase",
        Work::Gate(gate),
        who.clone(),
        time::by_person(&who, crate::estimate::model::Activity::Rehearse),
        vec![fact],
    );
    Some(step.why("A way back that was never run is a hope."))
}
