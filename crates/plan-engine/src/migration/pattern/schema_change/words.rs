//! Schema changes that are told in words: both sides are written from them as far as they tell, and planned as any schema.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use findings::{DiagnosticLevel, SourceText};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};
use schema_diff::write::Writer;

use crate::estimate::model::{Activity, rewrite};
use crate::estimate::{Estimate, Figure};
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::Work;
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::{Facts, LockMode, Plan, Side};
use crate::specification::model::{ColumnEdit, Fact, Migration, TableEdits};
use crate::{MakeOptions, make};

use super::engine::Engine;

/// What is said of batches over tables that are told in words.
pub(super) const ASSUMED: &str = "the table is told in words only, and a key `id bigint` is assumed for its batches: give \
                                  `schema` files for a plan that can be run as it stands";

/// The plan of the schema changes that `migration` tells in words; none where the words do not make a schema (then its
/// steps are told in words, too).
pub(crate) fn schema_from_words(migration: &Migration) -> Option<Plan> {
    if migration.schema_changes.is_empty() {
        return None;
    }
    let dialect = dialect(migration)?;
    // Nearly every table has a key; one that is called otherwise makes no difference to the steps.
    [true, false].into_iter().find_map(|with_key| {
        let sides = sides(dialect, &migration.schema_changes, with_key)?;
        let [before, after] = sides.map(|text| {
            let mut reading = read(dialect, &[SourceText::new("schema_changes", text)], &Limits::default());
            let sound = reading.diagnostics.iter().all(|it| it.level != DiagnosticLevel::Error);
            sound.then(|| Side::take(&mut reading))
        });
        let renames = renames(&migration.schema_changes);
        make(before?, after?, &MakeOptions::new().renames(renames)).ok()
    })
}

fn dialect(migration: &Migration) -> Option<Dialect> {
    let (old, new) = (Engine::of(&migration.source), Engine::of(&migration.target));
    match new.product.or(old.product) {
        Some("PostgreSQL") => Some(Dialect::Postgres),
        Some("SQLite") => Some(Dialect::Sqlite),
        _ => None,
    }
}

fn renames(all: &[TableEdits]) -> Vec<schema_diff::diff::Rename> {
    let mut renames = Vec::new();
    for edits in all {
        for change in &edits.changes {
            if let ColumnEdit::RenameColumn { column, new_name } = change {
                renames.extend(format!("{0}.{column}={0}.{new_name}", edits.table).parse());
            }
        }
    }
    renames
}

/// Columns and constraints of one side of a table, in order.
#[derive(Default)]
struct Shape {
    columns: Vec<(String, String)>,
    constraints: Vec<String>,
    indexes: Vec<String>,
}

/// Both sides as SQL, as far as the changes tell them. None where a change names something whose form nobody tells.
fn sides(dialect: Dialect, all: &[TableEdits], with_key: bool) -> Option<[String; 2]> {
    let writer = Writer::new(dialect);
    let mut tables: BTreeMap<&str, [Shape; 2]> = BTreeMap::new();
    for edits in all {
        let [before, after] = tables.entry(&edits.table).or_default();
        for change in &edits.changes {
            apply(writer, &edits.table, change, before, after)?;
        }
    }
    let text = |side: usize| {
        let mut text = String::new();
        for (name, shapes) in &tables {
            let shape = shapes.get(side)?;
            let key = with_key.then(|| "id bigint PRIMARY KEY".to_owned());
            let columns = shape.columns.iter().map(|(name, rest)| format!("{} {rest}", writer.ident(name)));
            let lines: Vec<String> = key.into_iter().chain(columns).chain(shape.constraints.iter().cloned()).collect();
            let _ = writeln!(text, "CREATE TABLE {} (\n  {}\n);", table(writer, name), lines.join(",\n  "));
            for index in &shape.indexes {
                let _ = writeln!(text, "{index};");
            }
        }
        Some(text)
    };
    Some([text(0)?, text(1)?])
}

fn table(writer: Writer, name: &str) -> String {
    name.split('.').map(|part| writer.ident(part)).collect::<Vec<_>>().join(".")
}

fn apply(writer: Writer, name: &str, change: &ColumnEdit, before: &mut Shape, after: &mut Shape) -> Option<()> {
    match change {
        ColumnEdit::AddColumn { column, data_type, nullable, default } => {
            let default = default.as_ref().map(|it| format!(" DEFAULT {it}")).unwrap_or_default();
            let null = if *nullable { "" } else { " NOT NULL" };
            after.columns.push((column.clone(), format!("{data_type}{default}{null}")));
        }
        ColumnEdit::ModifyColumn { column, old_type, new_type } => {
            before.columns.push((column.clone(), old_type.clone()));
            after.columns.push((column.clone(), new_type.clone()));
        }
        ColumnEdit::AddConstraint { name: constraint, kind, definition } => {
            let definition = definition.trim();
            let body = match kind.as_str() {
                "check" if !definition.to_uppercase().starts_with("CHECK") => format!("CHECK ({definition})"),
                "check" => definition.to_owned(),
                // Of other kinds the columns' types would have to be known.
                _ => return None,
            };
            after.constraints.push(format!("CONSTRAINT {} {body}", writer.ident(constraint)));
        }
        ColumnEdit::AddIndex { name: index, columns, unique } => {
            let known = |column: &String| after.columns.iter().any(|(it, _)| it == column);
            if !columns.iter().all(known) {
                return None;
            }
            let unique = if *unique { "UNIQUE " } else { "" };
            let statement = format!(
                "CREATE {unique}INDEX {} ON {} ({})",
                writer.ident(index),
                table(writer, name),
                writer.idents(columns)
            );
            after.indexes.push(statement);
        }
        // Their type, or their definition, is not told, so the way back could not be written.
        ColumnEdit::DropColumn { .. }
        | ColumnEdit::RenameColumn { .. }
        | ColumnEdit::DropConstraint { .. }
        | ColumnEdit::DropIndex { .. } => return None,
    }
    Some(())
}

/// Where the specification tells a change of `table` that `subject` is about.
pub(super) fn facts(context: &Context<'_>, table: &str, subject: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (at, edits) in context.migration.schema_changes.iter().enumerate() {
        if edits.table.rsplit('.').next() != Some(table) {
            continue;
        }
        for (number, change) in edits.changes.iter().enumerate() {
            let (name, says) = told(&edits.table, change);
            if subject.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name) {
                let places = [format!("/schema_changes/{at}/changes/{number}"), format!("/schema_changes/{at}")];
                facts.push(context.fact(&places.each_ref().map(String::as_str), says));
            }
        }
    }
    facts
}

/// The name of what changes, and the change in words.
fn told<'a>(table: &str, change: &'a ColumnEdit) -> (&'a str, String) {
    match change {
        ColumnEdit::AddColumn { column, data_type, .. } => {
            (column, format!("{table} gets the column {column} {data_type}"))
        }
        ColumnEdit::DropColumn { column } => (column, format!("the column {table}.{column} goes")),
        ColumnEdit::ModifyColumn { column, old_type, new_type } => {
            (column, format!("{table}.{column} goes from {old_type} to {new_type}"))
        }
        ColumnEdit::RenameColumn { column, new_name } => (new_name, format!("{table}.{column} is called {new_name}")),
        ColumnEdit::AddConstraint { name, definition, .. } => {
            (name, format!("{table} gets the constraint {name}: {definition}"))
        }
        ColumnEdit::DropConstraint { name } => (name, format!("the constraint {name} of {table} goes")),
        ColumnEdit::AddIndex { name, columns, .. } => {
            (name, format!("{table} gets the index {name} ({})", columns.join(", ")))
        }
        ColumnEdit::DropIndex { name } => (name, format!("the index {name} of {table} goes")),
    }
}

/// Phases of steps by the kind of change, where no schema can be made of the words.
pub(super) fn phases(context: &Context<'_>) -> Vec<PhaseDraft> {
    let mut expand =
        PhaseDraft::new("expand", Anchor::Expands, "What is new is there, and the old version does not notice")
            .also_called(&["expansion"]);
    let mut contract = PhaseDraft::new("contract", Anchor::Contracts, "The schema is as it should be").also_called(&[
        "contraction",
        "cleanup",
        "clean_up",
    ]);
    for (at, edits) in context.migration.schema_changes.iter().enumerate() {
        for (number, change) in edits.changes.iter().enumerate() {
            let places = [format!("/schema_changes/{at}/changes/{number}"), format!("/schema_changes/{at}")];
            let (_, says) = told(&edits.table, change);
            let fact = context.fact(&places.each_ref().map(String::as_str), says);
            let takes = matches!(
                change,
                ColumnEdit::DropColumn { .. }
                    | ColumnEdit::DropConstraint { .. }
                    | ColumnEdit::DropIndex { .. }
                    | ColumnEdit::RenameColumn { .. }
                    | ColumnEdit::ModifyColumn { .. }
            );
            let step = in_words(context, &edits.table, change, &fact);
            if takes { contract.then(step) } else { expand.then(step) }
        }
    }
    // Where the application is part of the plan, its deployment is, too.
    let cutover = (!contract.is_empty() && !context.has_application()).then(|| deployed(context));
    if !contract.is_empty() {
        contract.groups.insert(0, vec![old_one_gone(context)]);
    }
    [Some(expand), cutover, Some(contract)].into_iter().flatten().filter(|it| !it.is_empty()).collect()
}

/// The application that knows the new schema, before the old one's part goes.
fn deployed(context: &Context<'_>) -> PhaseDraft {
    let purpose = "The new version of the application runs, and writes nothing that goes";
    let mut phase =
        PhaseDraft::new("cutover", Anchor::Deploys, purpose).also_called(&["cut_over", "switch", "deployment"]);
    let who = context.who(Duty::Service);
    let what = "the version of the application that does without what the schema loses".to_owned();
    let fact = context.fact(&["/schema_changes"], "the schema loses something that the old version uses");
    let step = StepDraft::new(
        "deploy",
        "Deploy the new version of the application",
        Work::Deployment { what },
        who.clone(),
        time::by_person(&who, Activity::Deploy),
        vec![fact],
    )
    .why("The old version fails on the schema that comes next.")
    .changing(context)
    .back("bring the old version of the application back", time::by_person(&who, Activity::Deploy));
    phase.then(step);
    phase
}

fn old_one_gone(context: &Context<'_>) -> StepDraft {
    let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
    let reason = "no instance of the old version of the application runs any more".to_owned();
    let fact = context.fact(&["/schema_changes"], "the schema loses something that the old version uses");
    StepDraft::new(
        "old-version-gone",
        "The old version of the application is gone",
        Work::Approval { role, reason },
        who.clone(),
        time::by_person(&who, Activity::Approve),
        vec![fact],
    )
    .why("Its statements fail from here on.")
}

/// A step for a change whose statements this program cannot write: its locks are known by its kind.
fn in_words(context: &Context<'_>, table: &str, change: &ColumnEdit, fact: &Fact) -> StepDraft {
    let (name, says) = told(table, change);
    let facts = Facts::lock(table, LockMode::AccessExclusive);
    let (facts, estimate): (Facts, Estimate) = match change {
        ColumnEdit::ModifyColumn { .. } => {
            let size = context.statistics.table(table);
            (facts.rewriting(table), rewrite(&size, &context.throughputs.get(Figure::WriteBytes)))
        }
        ColumnEdit::AddConstraint { .. } | ColumnEdit::AddIndex { .. } => {
            let size = context.statistics.table(table);
            let speed = context.throughputs.get(Figure::ValidateBytes);
            (facts.scanning(table), crate::estimate::model::validation(&size, &speed))
        }
        _ => (facts, time::by_program("a change of the catalogue")),
    };
    let work = Work::SchemaEdit { table: table.to_owned(), statement: says.clone() };
    // There are no statements for a program to run.
    let by = context.who(Duty::Database);
    let mut step = StepDraft::new(format!("{table}-{name}"), says, work, by, estimate, vec![fact.clone()])
        .why("It is told in words only: the locks are those of the plain statement. Give `schema` files for the forms without them.")
        .felt(context);
    step.step.facts = facts;
    match change {
        ColumnEdit::DropColumn { .. } => step.no_way_back("the column's values are gone where nothing archived them"),
        _ => step.back(format!("take back: {name}"), time::by_program("a change of the catalogue")),
    }
}
