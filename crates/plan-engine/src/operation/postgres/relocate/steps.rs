//! The steps that keep columns of two tables equal and take the former ones away, each an operation.

use std::rc::Rc;

use schema_diff::catalogue::{Catalogue, Column, Object, ObjectPath};

use super::tables::Tables;
use crate::Refusal;
use crate::operation::postgres::add_column::come;
use crate::operation::postgres::column_archive::ColumnArchive;
use crate::operation::postgres::common::{column, owned_sequences, table, transaction};
use crate::operation::postgres::derive::steps::take_out;
use crate::operation::postgres::toolkit::in_batches;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, Gate, LockMode};
use crate::relocation::Relocation;

/// What is written to one table is written to the other from now on.
pub(super) struct KeepMoved(pub(super) Rc<Relocation>);
/// Rows that were there get their row in the other table.
pub(super) struct BackfillMoved(pub(super) Rc<Relocation>);
/// The columns are equal in both tables.
pub(super) struct CheckMoved(pub(super) Rc<Relocation>);
/// The columns that go are archived and dropped.
pub(super) struct DropMoved(pub(super) Rc<Relocation>);

const BACKFILL: &str = "set_config('migration_architect.backfill', 'on', true) = 'on'";

/// Rows are made: unlike in a backfill, what else keeps columns equal has its say.
const MAKING: &str = "set_config('migration_architect.making', 'on', true) = 'on'";

fn draft(relocation: &Relocation, operation: &'static str, title: &str, why: &str) -> Draft {
    let title = format!("{title}: {}", relocation.subject());
    Draft::new(operation, &ObjectPath::Table(relocation.from.clone()), title, why)
}

fn both(tables: &Tables<'_>, mode: LockMode) -> Facts {
    Facts::lock(tables.from(), mode).and_lock(tables.to(), mode)
}

impl Operation for KeepMoved {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let tables = Tables::new(&self.0, context);
        // The columns of a table that is there already get a default that tells what was written.
        let mode = if tables.is_there() { LockMode::AccessExclusive } else { LockMode::ShareRowExclusive };
        let mut facts = both(&tables, mode).hazard(
            "two versions that write the two rows of one key at the same moment may meet in a deadlock, which ends one of them to be tried again",
        );
        if tables.makes() {
            facts = facts.hazard(
                "a row that was made gives way to one that a version inserts; an update of it that waits for that at this moment finds no row, as behind any delete",
            );
        }
        Ok(vec![
            draft(
                &self.0,
                "keep_moved",
                "Keep the columns of both tables equal by triggers",
                "Each version has the columns in its own table; whatever one writes, the other finds.",
            )
            .forward([transaction(tables.start())])
            .facts(facts)
            .back(format!("Let the two tables go their ways: {}", self.0.subject()), [transaction(tables.stop())], [])
            .back_facts(both(&tables, LockMode::AccessExclusive)),
        ])
    }
}

impl Operation for BackfillMoved {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let tables = Tables::new(&self.0, context);
        if tables.is_there() {
            return Ok(vec![self.beside_what_is_there(&tables)]);
        }
        let (from, to, joined) = (tables.from(), tables.to(), tables.joined("t", "b"));
        // The row is locked, so that what its writers do to the other table comes behind this.
        let statement = format!(
            "INSERT INTO {to} AS b ({names}) SELECT {values} FROM {from} AS t WHERE {{range}} \
             AND ({has_any} OR EXISTS (SELECT FROM {to} AS b WHERE {joined})) \
             AND NOT EXISTS (SELECT FROM {to} AS b WHERE {joined} AND {same}) AND {BACKFILL} FOR NO KEY UPDATE OF t \
             ON CONFLICT ({keys}) DO UPDATE SET {set} WHERE NOT ({excluded})",
            names = tables.names(),
            values = tables.values("t"),
            has_any = tables.has_any("t"),
            same = tables.same("t", "b"),
            keys = tables.each_key(", ", |_, other| other),
            set = tables.each(", ", |_, _, other| format!("{other} = excluded.{other}")),
            excluded = tables.each(" AND ", |it, _, other| {
                format!("({})", it.equality.of_values(&format!("excluded.{other}"), &format!("b.{other}")))
            }),
        );
        let title = format!("make rows of {} for those of {}", self.0.to, self.0.from);
        let facts = both(&tables, LockMode::RowExclusive).scanning(&from).outside_transaction();
        Ok(vec![
            draft(
                &self.0,
                "backfill_moved",
                "Give every row its row in the other table, in batches",
                "Rows that nobody writes are there too; no other column changes.",
            )
            .forward([in_batches(context, &from, title, &statement, None)])
            .facts(facts),
        ])
    }
}

impl BackfillMoved {
    /// Rows that miss are made, and those that are there get the values. The row that columns go from is locked, so that
    /// what its writers do to the other table comes behind this.
    fn beside_what_is_there(&self, tables: &Tables<'_>) -> Draft {
        let (from, to, context) = (tables.from(), tables.to(), tables.context);
        let mut forward = Vec::new();
        if tables.makes() {
            let statement = format!(
                "INSERT INTO {to} AS b ({names}) SELECT {values} FROM {from} AS t WHERE {{range}} AND {has_any} \
                 AND NOT EXISTS (SELECT FROM {to} AS b WHERE {joined}) AND {MAKING} FOR NO KEY UPDATE OF t ON CONFLICT ({keys}) DO NOTHING",
                names = tables.names(),
                values = tables.values("t"),
                has_any = tables.has_any("t"),
                joined = tables.joined("t", "b"),
                keys = tables.each_key(", ", |_, other| other),
            );
            let title = format!("make the rows of {} that miss for those of {}", self.0.to, self.0.from);
            forward.push(in_batches(context, &from, title, &statement, None));
        }
        let statement = format!(
            "WITH moved AS MATERIALIZED (SELECT a.* FROM {to} AS t JOIN {from} AS a ON {joined} WHERE {{range}} AND NOT {same} AND {BACKFILL} FOR NO KEY UPDATE OF a) \
             UPDATE {to} AS b SET {set} FROM moved WHERE {moved} AND NOT {moved_same}",
            joined = tables.joined("a", "t"),
            same = tables.same("a", "t"),
            set = tables.each(", ", |_, own, other| format!("{other} = moved.{own}")),
            moved = tables.joined("moved", "b"),
            moved_same = tables.same("moved", "b"),
        );
        let title = format!("bring the columns of {} up to those of {}", self.0.to, self.0.from);
        forward.push(in_batches(context, &to, title, &statement, None));
        let facts = both(tables, LockMode::RowExclusive).scanning(&from).scanning(&to).outside_transaction();
        draft(
            &self.0,
            "backfill_moved",
            "Bring the values into the other table, in batches",
            "Rows that nobody writes have them too; no other column changes.",
        )
        .forward(forward)
        .facts(facts)
    }
}

impl Operation for CheckMoved {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let tables = Tables::new(&self.0, context);
        let gate = Gate {
            title: format!("the columns are equal in both tables: {}", self.0.subject()),
            query: format!(
                "SELECT count(*) FROM {} AS t {}JOIN {} AS b ON {} WHERE NOT {}",
                tables.from(),
                // A value without a row in a table that was there before waits, and is archived.
                if tables.is_there() { "" } else { "LEFT " },
                tables.to(),
                tables.joined("t", "b"),
                tables.alike("t", "b")
            ),
            expected: 0,
            help: "run the backfill again; a row that stays different was written around the triggers".to_owned(),
            remedy: Vec::new(),
        };
        Ok(vec![
            draft(
                &self.0,
                "check_moved",
                "Both tables say the same",
                "From here on only the new table has the columns.",
            )
            .forward([Action::Gate(gate)])
            .facts(Facts::default().scanning(tables.from()).scanning(tables.to())),
        ])
    }
}

impl Operation for DropMoved {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (tables, name) = (Tables::new(&self.0, context), &self.0.from);
        let columns: Result<Vec<&Column>, Refusal> =
            self.0.columns.iter().map(|it| column(now, name, &it.from.name)).collect();
        let (columns, now_table) = (columns?, table(now, name)?);
        let archives: Vec<_> = columns.iter().map(|it| ColumnArchive::new(context, name, now_table, it)).collect();
        let (mut effect, mut undo, mut back) = (Vec::new(), Vec::new(), Vec::new());
        for (it, archive) in columns.iter().zip(&archives) {
            let path = ObjectPath::Column(name.clone(), it.name.clone());
            let sequences = owned_sequences(now, name, |column| column == it.name);
            effect.push(Edit::remove(path.clone()));
            effect.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
            undo.extend(sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())));
            undo.push(Edit::put(path, Object::Column((*it).clone())));
            back.extend(come(context, name, it, &sequences, archive));
        }
        back.push(transaction(tables.start()));
        back.push(self.fill_back(&tables));
        let facts = archives.first().map(ColumnArchive::facts).unwrap_or_default();
        let facts = facts.and_lock(tables.to(), LockMode::AccessExclusive);
        Ok(vec![
            draft(
                &self.0,
                "drop_moved",
                "Drop the columns where they went from, kept in the archive",
                "Only the old version knew them there; their values are archived by key until the drop.",
            )
            .forward(take_out(&archives, tables.stop()))
            .effect(effect)
            .facts(facts.clone())
            .back(format!("Bring the columns back to where they were: {}", self.0.subject()), back, undo)
            .back_facts(facts)
            .archives(archives.iter().map(ColumnArchive::listed)),
        ])
    }
}

impl DropMoved {
    /// What was written to the new table since is written to the columns that are back.
    fn fill_back(&self, tables: &Tables<'_>) -> Action {
        let (from, to, joined) = (tables.from(), tables.to(), tables.joined("t", "b"));
        let set =
            tables.each(", ", |_, own, other| format!("{own} = (SELECT b.{other} FROM {to} AS b WHERE {joined})"));
        let alike = tables.alike("t", "b");
        let apart = if tables.is_there() {
            format!("EXISTS (SELECT FROM {to} AS b WHERE {joined} AND NOT {alike})")
        } else {
            format!("NOT EXISTS (SELECT FROM (SELECT) AS one LEFT JOIN {to} AS b ON {joined} WHERE {alike})")
        };
        let statement = format!("UPDATE {from} AS t SET {set} WHERE {{range}} AND {apart} AND {BACKFILL}");
        let title = format!("bring {} up to date where the archive is not", self.0.subject());
        in_batches(tables.context, &from, title, &statement, None)
    }
}
