//! What a repair will do.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use database::{EngineKind, Identity, Table};
use sha2::{Digest, Sha256};

use super::decide::{Decider, Left, Phase};
use super::order::order;
use super::read_side::{ReadSide, ReadSides};
use super::shape::Shape;
use super::sql::{self, Values};
use super::step::{Action, Step};
use super::text::hex;
use super::value_order;
use super::{Differences, Policy, RepairOptions};
use crate::{Result, Selection};

/// Steps that are sorted by key at a time; their rows are in memory.
const WINDOW: usize = 10_000;

/// A table to mend, and its differences.
pub struct TableRepair<'a> {
    /// The table on the written side.
    pub table: Table,
    /// What was read of the written side.
    pub selection: Selection,
    /// The differences.
    pub differences: &'a mut dyn Differences,
    /// The side that is read, where it can be reached: what it no longer holds as the differences say is left.
    pub read: Option<ReadSide>,
}

/// What a repair will do: steps in an order that respects foreign keys, made from the differences each time they are asked for.
pub struct RepairPlan<'a> {
    pub(super) engine: EngineKind,
    pub(super) options: RepairOptions,
    pub(super) shapes: Vec<Shape>,
    sources: Vec<&'a mut dyn Differences>,
    pub(super) read: ReadSides,
    order: Vec<usize>,
    id: String,
    summary: Vec<TableSummary>,
    notes: Vec<String>,
}

/// What a repair will do to a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TableSummary {
    /// The table with its schema.
    pub table: String,
    /// Rows that will be inserted; of a table without a key, differing rows.
    pub inserts: u64,
    /// Rows that will be updated.
    pub updates: u64,
    /// Rows that will be deleted.
    pub deletes: u64,
    /// Differences that are left, by reason.
    pub left: BTreeMap<Left, u64>,
}

impl TableSummary {
    /// Differences that are left as they are.
    pub fn left_over(&self) -> u64 {
        self.left.values().sum()
    }
}

/// Plans the repair of tables of one engine, which are all on the written side.
///
/// # Errors
/// [`crate::ErrorKind::Usage`] where the options do not go with what was compared, [`crate::ErrorKind::Shape`] where a table has changed
/// since; what the sources of the differences say.
pub fn plan<'a>(engine: EngineKind, tables: Vec<TableRepair<'a>>, options: &RepairOptions) -> Result<RepairPlan<'a>> {
    let (mut shapes, mut sources) = (Vec::new(), Vec::new());
    let mut read = ReadSides { sides: Vec::new(), direction: options.direction };
    for table in tables {
        read.sides.push(table.read);
        shapes.push(Shape::new(table.table, &table.selection, options)?);
        sources.push(table.differences);
    }
    let ordered = order(&shapes.iter().map(|it| &it.table).collect::<Vec<_>>());
    for (shape, loosened) in shapes.iter_mut().zip(ordered.loosened) {
        shape.loosened = loosened.into_iter().filter(|it| shape.columns.contains(&Some(*it))).collect();
    }
    let summary = shapes.iter().map(|it| TableSummary { table: full_name(&it.table), ..TableSummary::default() });
    let summary = summary.collect();
    let (options, notes, order) = (options.clone(), ordered.notes, ordered.tables);
    let mut plan = RepairPlan { engine, options, shapes, sources, read, order, id: String::new(), summary, notes };
    plan.summarise()?;
    plan.note();
    plan.id = plan.digest()?;
    Ok(plan)
}

impl RepairPlan<'_> {
    /// What tells this repair from others: a digest of its statements in their order. The same differences with the same options
    /// give the same, so that an interrupted repair is found again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What will be done to each table.
    pub fn summary(&self) -> &[TableSummary] {
        &self.summary
    }

    /// What a reader has to know before it is applied.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(super) fn add_notes(&mut self, notes: Vec<String>) {
        self.notes.extend(notes);
    }

    /// How many steps there are.
    pub fn steps(&self) -> u64 {
        self.summary.iter().map(|it| it.inserts + it.updates + it.deletes).sum()
    }

    /// The tables that are written, in the order in which rows are inserted.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.order.iter().filter_map(|it| self.shapes.get(*it)).map(|it| &it.table)
    }

    /// The table of a step.
    pub fn table_of(&self, step: &Step) -> Option<&Table> {
        self.shapes.get(step.table).map(|it| &it.table)
    }

    /// Hands over the steps in the order in which they are done: rows are inserted, updated, then deleted; tables that others
    /// refer to come first, and last where rows are deleted. Within a table they go by key, some thousand at a time.
    pub fn each_step(&mut self, each: &mut dyn FnMut(&Step) -> Result<ControlFlow<()>>) -> Result<()> {
        let phases = [Phase::Insert, Phase::Update, Phase::Loosen, Phase::Delete];
        for phase in phases {
            if !self.has(phase) {
                continue;
            }
            let backwards = matches!(phase, Phase::Loosen | Phase::Delete);
            let mut tables = self.order.clone();
            if backwards {
                tables.reverse();
            }
            for table in tables {
                if self.phase_of(table, phase, each)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Whether a phase has steps, so that the differences need not be read for one that has none.
    fn has(&self, phase: Phase) -> bool {
        let loosened = self.shapes.iter().any(|it| !it.loosened.is_empty());
        let any = |count: fn(&TableSummary) -> u64| self.summary.iter().any(|it| count(it) > 0);
        match phase {
            Phase::Insert => any(|it| it.inserts),
            Phase::Update => any(|it| it.updates) || (loosened && any(|it| it.inserts)),
            Phase::Loosen => loosened && any(|it| it.deletes),
            Phase::Delete => any(|it| it.deletes),
        }
    }

    fn phase_of(
        &mut self,
        table: usize,
        phase: Phase,
        each: &mut dyn FnMut(&Step) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        let (Some(shape), Some(source)) = (self.shapes.get(table), self.sources.get_mut(table)) else {
            return Ok(ControlFlow::Continue(()));
        };
        let decider = Decider { table, shape, options: &self.options, engine: self.engine };
        let mut window: Vec<Step> = Vec::new();
        let mut flow = ControlFlow::Continue(());
        source.each(&mut |difference| {
            if let Ok(Some(step)) = decider.step(difference, phase) {
                window.push(step);
            }
            if window.len() >= WINDOW {
                flow = emit(&mut window, phase, each)?;
            }
            Ok(flow)
        })?;
        if flow.is_continue() { emit(&mut window, phase, each) } else { Ok(flow) }
    }

    fn summarise(&mut self) -> Result<()> {
        let tables = self.shapes.iter().zip(&mut self.sources).zip(&mut self.summary).enumerate();
        for (table, ((shape, source), summary)) in tables {
            let decider = Decider { table, shape, options: &self.options, engine: self.engine };
            source.each(&mut |difference| {
                let (action, phase) = match decider.action(difference) {
                    Action::Insert => (&mut summary.inserts, Phase::Insert),
                    Action::Update => (&mut summary.updates, Phase::Update),
                    Action::Delete => (&mut summary.deletes, Phase::Delete),
                };
                match decider.step(difference, phase) {
                    Ok(Some(_)) => *action += 1,
                    Ok(None) => *summary.left.entry(Left::Incomplete).or_default() += 1,
                    Err(left) => *summary.left.entry(left).or_default() += 1,
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(())
    }

    fn digest(&mut self) -> Result<String> {
        let mut hash = Sha256::new();
        let (engine, tables) = (self.engine, self.shapes.iter().map(|it| it.table.clone()).collect::<Vec<_>>());
        hash.update(format!("{:?}\n{}\n{}\n", self.options.direction, self.options.policy, self.options.batch));
        self.each_step(&mut |step| {
            if let Some(table) = tables.get(step.table) {
                hash.update(sql::statement(engine, table, step, Values::Literal).text);
                hash.update("\n");
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(hex(hash.finalize().get(..16).unwrap_or_default()))
    }

    fn note(&mut self) {
        let mut notes = Vec::new();
        for (shape, summary) in self.shapes.iter().zip(&self.summary) {
            let defaults = shape.left_to_defaults();
            if summary.inserts > 0 && !defaults.is_empty() {
                notes.push(format!(
                    "{}: rows inserted get their defaults in the columns that were not compared: {}",
                    summary.table,
                    defaults.join(", ")
                ));
            }
            if shape.key.is_empty() {
                notes.push(format!(
                    "{}: without a key each row is looked for among all; many differences take long",
                    summary.table
                ));
            }
            if summary.updates > 0 && matches!(self.options.policy, Policy::OnlyMissing) {
                notes.push(format!("{}: rows with other values are left", summary.table));
            }
        }
        self.notes.extend(notes);
    }

    /// The sequences behind columns that rows were inserted into, with the table and the column: they have to give numbers beyond
    /// those inserted.
    pub(super) fn sequences(&self) -> Vec<(&Table, &str, &str)> {
        let written = self.shapes.iter().zip(&self.summary).filter(|(_, summary)| summary.inserts > 0);
        let columns = written.flat_map(|(shape, _)| {
            let compared = shape.columns.iter().flatten().filter_map(|it| shape.table.columns.get(*it));
            compared.map(|column| (&shape.table, column))
        });
        columns
            .filter_map(|(table, column)| match &column.identity {
                Identity::ByDefault(Some(sequence)) | Identity::Always(Some(sequence)) => {
                    Some((table, column.name.as_str(), sequence.as_str()))
                }
                _ => None,
            })
            .collect()
    }
}

fn emit(
    window: &mut Vec<Step>,
    phase: Phase,
    each: &mut dyn FnMut(&Step) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    let key = |step: &Step| -> Vec<_> {
        let cells = if step.key.is_empty() { &step.seen } else { &step.key };
        cells.iter().map(|it| it.value.clone()).collect()
    };
    window.sort_by(|a, b| value_order::total(&key(a), &key(b)));
    if phase == Phase::Delete {
        // Rows of one table that refer to each other were mostly written in the order of their keys.
        window.reverse();
    }
    for step in window.drain(..) {
        if each(&step)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// A table with its schema, for people.
pub(super) fn full_name(table: &Table) -> String {
    format!("{}.{}", table.schema, table.name)
}
