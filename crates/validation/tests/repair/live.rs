//! Tables of engines that are compared, and mended while the side that is read is looked at again.

use database::{Session, Table};
use validation::repair::{
    Direction, NotDone, Outcome, ReadSide, RepairObserver, RepairOptions, RepairPlan, Repaired, Step, TableRepair,
    apply, plan,
};
use validation::{
    CompareOptions, Comparison, Difference, EngineOptions, EngineTable, Equality, Selection, Side, Wanted, compare,
};

use crate::Pair;

/// What a comparison found in a table.
pub(crate) struct Found {
    pub(crate) table: Table,
    pub(crate) selection: Selection,
    pub(crate) differences: Vec<Difference>,
}

fn sides(pair: &Pair, name: &str, wanted: &Wanted) -> (Box<dyn Side>, Box<dyn Side>, Table) {
    let open = |url: &str| EngineTable::open(&url.parse().unwrap(), None, name, &EngineOptions::default()).unwrap();
    let (source, target) = (open(&pair.source_url), open(&pair.target_url));
    let (one, other) = validation::pair(source.table(), target.table(), wanted).unwrap();
    let table = target.table().clone();
    (Box::new(source.select(one).unwrap()), Box::new(target.select(other).unwrap()), table)
}

/// Compares a table of both sides.
pub(crate) fn compared(pair: &Pair, name: &str, wanted: &Wanted) -> Found {
    let (mut source, mut target, table) = sides(pair, name, wanted);
    let mut differences = Vec::new();
    compare(source.as_mut(), target.as_mut(), &CompareOptions::default(), &mut differences).unwrap();
    let selection = target.selection().clone();
    Found { table, selection, differences }
}

/// How many rows differ now.
pub(crate) fn differing(pair: &Pair, name: &str, wanted: &Wanted) -> u64 {
    let (mut source, mut target, _) = sides(pair, name, wanted);
    let found: Comparison = compare(source.as_mut(), target.as_mut(), &CompareOptions::default(), &mut ()).unwrap();
    found.missing + found.extra + found.mismatched
}

/// Deletes what is extra, three steps at a time.
pub(crate) fn options() -> RepairOptions {
    RepairOptions::new(Direction::SourceToTarget).deleting_extra().with_batch(3)
}

/// The plan, which looks at the source as it is now.
pub(crate) fn planned<'a>(
    pair: &Pair,
    engine: database::EngineKind,
    found: &'a mut Found,
    wanted: &Wanted,
    options: &RepairOptions,
) -> RepairPlan<'a> {
    let (source, target, _) = sides(pair, &found.table.name, wanted);
    let read = ReadSide::new(source, target.as_ref(), Equality::Exact);
    let (table, selection) = (found.table.clone(), found.selection.clone());
    let repair = TableRepair { table, selection, differences: &mut found.differences, read: Some(read) };
    plan(engine, vec![repair], options).unwrap()
}

/// What was not done, each with its outcome and why.
#[derive(Default)]
pub(crate) struct Left(pub(crate) Vec<NotDone>);

impl RepairObserver for Left {
    fn step(&mut self, table: &Table, step: &Step, outcome: &Outcome) -> validation::Result<()> {
        self.0.extend(NotDone::new(table, step, outcome));
        Ok(())
    }
}

/// Applies the plan; what was not done comes along.
pub(crate) fn mended(pair: &mut Pair, found: &mut Found, wanted: &Wanted, options: &RepairOptions) -> (Repaired, Left) {
    let mut left = Left::default();
    let mut session = Session::open(&pair.target_url.parse().unwrap()).unwrap();
    let mut plan = planned(pair, session.kind(), found, wanted, options);
    let done = apply(&mut session, &mut plan, &mut left).unwrap();
    (done, left)
}
