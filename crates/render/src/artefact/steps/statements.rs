//! The statements of a phase of a schema plan, forward and back, as files that the engines' own shells read.

use std::collections::BTreeMap;

use plan_engine::migration::{MigrationPhase, Work};
use plan_engine::plan::{Phase, Plan};
use schema_diff::Dialect;

use super::super::ArtefactDirection::{Back, Forward};
use super::super::ArtefactFormat;
use super::super::scene::Scene;
use super::super::sink::Sink;
use crate::plan::{View, sql, words};
use crate::script::{Part, Script, ScriptStep, Way};

/// Which step of a phase begins a file: the file holds the statements of all steps of its phase.
#[derive(Default)]
pub(super) struct Files {
    forward: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
}

impl Files {
    pub(super) fn forward(&self, step: &str) -> Option<&str> {
        self.forward.get(step).map(String::as_str)
    }

    pub(super) fn back(&self, step: &str) -> Option<&str> {
        self.back.get(step).map(String::as_str)
    }
}

/// Writes the statements of `phase`.
pub(super) fn write(scene: &Scene<'_>, sink: &mut Sink, phase: &MigrationPhase) -> Files {
    let mut files = Files::default();
    // Phases of schema plans that this one carries out, with the first step of each, and the one that is taken back first.
    let mut begun: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
    for step in &phase.steps {
        let Work::SchemaStep { migration, step: id } = &step.work else { continue };
        let Some(plan) = scene.plan.schema_plan(migration) else { continue };
        let Some(found) = plan.phases.iter().find(|it| it.steps.iter().any(|step| step.id == *id)) else { continue };
        begun
            .entry((migration, found.name.as_str()))
            .and_modify(|(_, last)| *last = &step.id)
            .or_insert((&step.id, &step.id));
    }
    let several = begun.len() > 1;
    for ((migration, name), (first, last)) in begun {
        let Some(plan) = scene.plan.schema_plan(migration) else { continue };
        let Some(found) = plan.phases.iter().find(|it| it.name.as_str() == name) else { continue };
        let file = if several { format!("schema-{name}.sql") } else { "schema.sql".to_owned() };
        let format =
            if plan.dialect == Dialect::Sqlite { ArtefactFormat::SqliteScript } else { ArtefactFormat::PsqlScript };
        let purpose = format!("The statements of the phase {name} of the schema");
        let text = sql(plan, &View::default().phase(Some(found.name)));
        sink.put(scene.of_phase(phase, Forward, &file, format).purpose(purpose).text(text));
        files.forward.insert(first.to_owned(), file.clone());
        let purpose = format!("The statements that take the phase {name} of the schema back");
        sink.put(scene.of_phase(phase, Back, &file, format).purpose(purpose).text(taken_back(plan, found)));
        // Inverses run from the last step to the first.
        let undone = phase.way_back.steps.iter().find(|id| {
            phase.steps.iter().any(|it| {
                it.id == **id && matches!(&it.work, Work::SchemaStep { migration: of, .. } if of == migration)
            })
        });
        files.back.insert(undone.map_or(last, String::as_str).to_owned(), file);
    }
    files
}

fn taken_back(plan: &Plan, phase: &Phase) -> String {
    let steps = phase.steps.iter().rev().filter(|it| !it.inverse.actions.is_empty());
    let steps = steps.map(|step| ScriptStep {
        id: &step.id,
        title: &step.inverse.title,
        remarks: step.inverse.facts.hazards.clone(),
        actions: &step.inverse.actions,
    });
    let silent = phase.steps.iter().rev().filter(|it| it.inverse.actions.is_empty());
    crate::script::write(&Script {
        dialect: plan.dialect,
        title: format!("Way back from phase {} of the migration plan {}", phase.name, words::short(&plan.digest)),
        remarks: vec!["What was done later is taken back before.".to_owned()],
        parts: vec![Part { heading: format!("Back from {}.", phase.name), steps: steps.collect() }],
        plan: words::short(&plan.digest),
        way: Way::Back,
        silent: silent.map(|it| it.id.as_str()).collect(),
    })
}
