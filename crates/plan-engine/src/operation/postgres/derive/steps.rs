//! The steps that keep two shapes equal and take the former one away, each an operation.

use std::rc::Rc;

use schema_diff::catalogue::{Catalogue, Column, Object, ObjectPath};

use super::shapes::{Shape, Shapes};
use crate::Refusal;
use crate::derivation::{Derivation, Derived};
use crate::operation::postgres::add_column::come;
use crate::operation::postgres::column_archive::ColumnArchive;
use crate::operation::postgres::common::{column, column_edit, owned_sequences, table, transaction};
use crate::operation::postgres::toolkit::in_batches;
use crate::operation::postgres::twin::sync::search_path;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, Gate, LockMode};

/// The columns that come are there, and each shape follows the other.
pub(super) struct AddDerived(pub(super) Rc<Derivation>);
/// Rows that were there get the new shape.
pub(super) struct BackfillDerived(pub(super) Rc<Derivation>);
/// The two shapes are equal in every row.
pub(super) struct CheckAlike(pub(super) Rc<Derivation>);
/// The columns that go are archived and dropped.
pub(super) struct DropFormer(pub(super) Rc<Derivation>);

const PREPARE_AGAIN: &str =
    "sessions that prepared SELECT * must prepare again (cached plan must not change result type)";

fn draft(derivation: &Derivation, operation: &'static str, title: String, why: &str) -> Draft {
    Draft::new(operation, &ObjectPath::Table(derivation.table.clone()), title, why)
}

fn brief(shapes: &Shapes<'_>) -> Facts {
    Facts::lock(shapes.table(), LockMode::AccessExclusive)
}

/// Makes `shape` anew in the rows for which `condition` holds, and fires no trigger.
fn fill(shapes: &Shapes<'_>, shape: Shape, title: String, condition: &str) -> Action {
    let name = shapes.table();
    let set: Vec<String> =
        shapes.assignments(shape, "t").into_iter().map(|(column, made)| format!("{column} = {made}")).collect();
    let statement = format!(
        "UPDATE {name} AS t SET {} WHERE {{range}} AND {condition} AND set_config('migration_architect.backfill', 'on', true) = 'on'",
        set.join(", ")
    );
    in_batches(shapes.context, &name, title, &statement, None)
}

/// Fails where an expression names what is not there, before a trigger does in the application's statements.
fn trial(shapes: &Shapes<'_>) -> Action {
    let made = [Shape::New, Shape::Former].into_iter().flat_map(|shape| shapes.assignments(shape, "t"));
    let made: Vec<String> = made.map(|(_, made)| made).collect();
    transaction([
        format!("SET LOCAL search_path = {}", search_path(&shapes.derivation.table, shapes.context)),
        format!("SELECT {} FROM ONLY {} AS t LIMIT 0", made.join(", "), shapes.table()),
    ])
}

/// Takes columns out into their archives and drops them, while `stop`, in the same transaction, lets nothing follow.
pub(in crate::operation::postgres) fn take_out(archives: &[ColumnArchive<'_>], stop: Vec<String>) -> Vec<Action> {
    let (mut actions, mut last) = (Vec::new(), stop);
    for archive in archives {
        let mut its = archive.take_out();
        if let Some(Action::Sql(finish)) = its.pop() {
            last.extend(finish.statements);
        }
        actions.extend(its);
    }
    actions.push(transaction(last));
    actions
}

impl Operation for AddDerived {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (shapes, name) = (Shapes::new(&self.0, context), &self.0.table);
        let bare = |it: &Derived| Column { not_null: false, default: None, ..it.column.clone() };
        let columns: Vec<Column> = self.0.coming.iter().map(bare).collect();
        let mut with = table(now, name)?.clone();
        with.columns.extend(columns.iter().cloned());
        let archives: Vec<_> = columns.iter().map(|it| ColumnArchive::new(context, name, &with, it)).collect();
        let path = |it: &Column| ObjectPath::Column(name.clone(), it.name.clone());
        let facts = archives.first().map(ColumnArchive::facts).unwrap_or_default();
        let come = columns.iter().zip(&archives).flat_map(|(it, archive)| come(context, name, it, &[], archive));
        Ok(vec![
            draft(
                &self.0,
                "add_derived",
                format!("Add the new columns, and keep both shapes equal by a trigger: {}", self.0.subject()),
                "Each version has columns of its own; whatever one writes, the other finds in its shape.",
            )
            .forward(come.chain([trial(&shapes), transaction(shapes.start())]))
            .effect(columns.iter().map(|it| Edit::put(path(it), Object::Column(it.clone()))))
            .facts(brief(&shapes).outside_transaction().hazard(PREPARE_AGAIN))
            .back(
                format!("Take the new columns out again, into the archive: {}", self.0.subject()),
                take_out(&archives, shapes.stop(false)),
                columns.iter().map(|it| Edit::remove(path(it))),
            )
            .back_facts(facts)
            .archives(archives.iter().map(ColumnArchive::listed)),
        ])
    }
}

impl Operation for BackfillDerived {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let shapes = Shapes::new(&self.0, context);
        // A row that the new version wrote before is right as it is, also where the former shape cannot hold it.
        let empty = self.0.coming.iter().filter(|it| it.column.not_null);
        let empty: String = empty.map(|it| format!(" OR t.{} IS NULL", shapes.ident(it))).collect::<Vec<_>>().concat();
        let condition =
            format!("NOT {} AND (NOT {}{empty})", shapes.follows(Shape::New, "t"), shapes.follows(Shape::Former, "t"));
        let title = format!("bring {} into the new shape", self.0.subject());
        let facts = Facts::lock(shapes.table(), LockMode::RowExclusive).scanning(shapes.table()).outside_transaction();
        Ok(vec![
            draft(
                &self.0,
                "backfill_derived",
                format!("Bring the rows into the new shape, in batches: {}", self.0.subject()),
                "Rows that nobody writes get the new shape too; no other column changes.",
            )
            .forward([fill(&shapes, Shape::New, title, &condition)])
            .facts(facts),
        ])
    }
}

impl Operation for CheckAlike {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let shapes = Shapes::new(&self.0, context);
        let gate = Gate {
            title: format!("in every row one shape is made of the other: {}", self.0.subject()),
            query: format!("SELECT count(*) FROM {} AS t WHERE NOT {}", shapes.table(), shapes.alike("t")),
            expected: 0,
            help: "run the backfill again; a row that stays different was written around the trigger, or the expressions give another value from time to time".to_owned(),
            remedy: Vec::new(),
        };
        Ok(vec![
            draft(
                &self.0,
                "check_alike",
                format!("Both shapes say the same: {}", self.0.subject()),
                "From here on only the new shape stays.",
            )
            .forward([Action::Gate(gate)])
            .facts(Facts::default().scanning(shapes.table())),
        ])
    }
}

impl DropFormer {
    /// The defaults that the columns have once no trigger needs to tell what was written.
    fn defaults(&self, now: &Catalogue, there: bool) -> Result<Vec<Edit>, Refusal> {
        let with_default = self.0.coming.iter().filter(|it| it.column.default.is_some());
        with_default
            .map(|it| {
                let default = it.column.default.clone().filter(|_| there);
                column_edit(now, &self.0.table, &it.column.name, |column| column.default = default)
            })
            .collect()
    }
}

impl Operation for DropFormer {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (shapes, name) = (Shapes::new(&self.0, context), &self.0.table);
        let columns: Result<Vec<&Column>, Refusal> =
            self.0.going.iter().map(|it| column(now, name, &it.column.name)).collect();
        let (columns, now_table) = (columns?, table(now, name)?);
        let archives: Vec<_> = columns.iter().map(|it| ColumnArchive::new(context, name, now_table, it)).collect();
        let (mut effect, mut undo, mut back) = (self.defaults(now, true)?, self.defaults(now, false)?, Vec::new());
        for (it, archive) in columns.iter().zip(&archives) {
            let path = ObjectPath::Column(name.clone(), it.name.clone());
            let sequences = owned_sequences(now, name, |column| column == it.name);
            effect.push(Edit::remove(path.clone()));
            effect.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
            undo.extend(sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())));
            undo.push(Edit::put(path, Object::Column((*it).clone())));
            back.extend(come(context, name, it, &sequences, archive));
        }
        let facts = archives.first().map(ColumnArchive::facts).unwrap_or_default();
        back.push(transaction(shapes.start()));
        let title = format!("bring {} into the former shape where what is archived is out of date", self.0.subject());
        back.push(fill(&shapes, Shape::Former, title, &format!("NOT {}", shapes.alike("t"))));
        Ok(vec![
            draft(
                &self.0,
                "drop_former",
                format!("Drop the former columns, kept in the archive: {}", self.0.subject()),
                "Only the old version knew them; their values are archived by key until the drop.",
            )
            .forward(take_out(&archives, shapes.stop(true)))
            .effect(effect)
            .facts(facts.clone())
            .back(format!("Bring the former columns back beside the new ones: {}", self.0.subject()), back, undo)
            .back_facts(facts)
            .archives(archives.iter().map(ColumnArchive::listed)),
        ])
    }
}
