//! The steps of a replacement, each an operation.
//!
//! | state | live | beside it |
//! |---|---|---|
//! | start | old | – |
//! | grown | old | the new shape, kept equal |
//! | swapped | new | the old shape, kept equal |
//! | shed | new | – |
//!
//! Every way back is the same step with the shapes exchanged.

use std::rc::Rc;

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};

use super::computed::beside;
use super::group::{Form, Group, Pair, Shape};
use super::keep;
use super::misfits::rows_where;
use super::next::{edits, near, swapped};
use super::replicated;
use super::swap::Swap;
use super::sync::{self, Direction};
use crate::Refusal;
use crate::operation::postgres::common::{table, transaction};
use crate::operation::postgres::rows::Offenders;
use crate::operation::postgres::toolkit::in_batches;
use crate::operation::postgres::values::Replacement;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Archive, Edit, Facts, Gate, LockMode, Loss};

/// The new shape comes beside the old one.
pub(super) struct Grow(pub(super) Rc<Group>);
/// Rows that were there get the new shape.
pub(super) struct Backfill(pub(super) Rc<Group>);
/// The indexes of the new shape are built.
pub(super) struct BuildIndexes(pub(super) Rc<Group>);
/// Values that the new shape cannot hold are dealt with.
pub(super) struct Fit(pub(super) Rc<Group>);
/// The new shape takes over.
pub(super) struct Exchange(pub(super) Rc<Group>);
/// The old shape goes.
pub(super) struct Shed(pub(super) Rc<Group>);

fn path(group: &Group) -> ObjectPath {
    let first = group.pairs.first().map(|it| (it.table.clone(), it.new.name.clone()));
    let (table, column) = first.unwrap_or_else(|| (QualifiedName::new("", ""), String::new()));
    ObjectPath::Column(table, column)
}

pub(super) fn draft(group: &Group, operation: &'static str, title: String, why: &str) -> Draft {
    let path = path(group);
    let subject = match group.form {
        // Until the old version is gone the column is there under its old name only.
        Form::TwinColumn => ObjectPath::Table(path.relation().cloned().unwrap_or_else(|| QualifiedName::new("", ""))),
        _ => path,
    };
    Draft::new(operation, &subject, title, why)
}

fn direction(group: &Group, live: Shape) -> Direction {
    if group.form.both_ways() && live == Shape::Old { Direction::BothWays } else { Direction::From(live) }
}

fn brief(group: &Group, context: &Context<'_>) -> Facts {
    let lock =
        |facts: Facts, name: &&QualifiedName| facts.and_lock(context.writer.name(name), LockMode::AccessExclusive);
    group.all_tables().iter().fold(Facts::default(), lock)
}

fn telling(facts: Facts, hazards: Vec<String>) -> Facts {
    hazards.into_iter().fold(facts, Facts::hazard)
}

/// Adds the columns of the shape that is not live, with the triggers that keep them equal.
fn grow(group: &Group, live: Shape, context: &Context<'_>) -> Action {
    let writer = context.writer;
    let mut statements: Vec<String> = Vec::new();
    for helper in group.pairs.iter().flat_map(|it| &it.conversion.helpers) {
        if !statements.contains(helper) {
            statements.push(helper.clone());
        }
    }
    statements.extend(group.pairs.iter().flat_map(|it| it.functions(context)));
    statements.extend(group.pairs.iter().flat_map(|it| it.trials(context)));
    for name in group.tables() {
        // What is computed comes behind what it is computed from, and goes before it.
        for pair in group.written(name).chain(group.computed(name)) {
            let column = beside(group, pair, live.other(), live, context);
            statements.push(format!(
                "ALTER TABLE {} ADD COLUMN IF NOT EXISTS {}",
                writer.name(name),
                writer.column(&column)
            ));
        }
        statements.extend(sync::start(group, name, direction(group, live), context));
    }
    transaction(statements)
}

/// Drops the columns of the shape that is not live.
fn shed(group: &Group, live: Shape, context: &Context<'_>) -> Action {
    let writer = context.writer;
    let mut statements = Vec::new();
    for name in group.tables() {
        statements.extend(sync::stop(group, name, context));
        statements.extend(group.computed(name).chain(group.written(name)).map(|pair| {
            let ident = writer.ident(&pair.name(live.other(), live));
            format!("ALTER TABLE {} DROP COLUMN IF EXISTS {ident}", writer.name(name))
        }));
    }
    transaction(statements)
}

/// Fills the columns of the shape that is not live.
fn backfill(group: &Group, live: Shape, context: &Context<'_>) -> Vec<Action> {
    let shape = live.other();
    let mut actions = Vec::new();
    for name in group.tables() {
        let sql_name = context.writer.name(name);
        if group.written(name).next().is_none() {
            continue;
        }
        let set = group.written(name).map(|pair| {
            let twin = context.writer.ident(&pair.name(shape, live));
            format!("{twin} = {}", pair.converted(shape, live, "t", context))
        });
        let set: Vec<String> = set.collect();
        let differs: Vec<String> = group.written(name).map(|pair| pair.differs(shape, live, "t", context)).collect();
        // The setting, which lasts for one batch, tells the trigger that it is the twin that is written here.
        let statement = format!(
            "UPDATE {sql_name} AS t SET {} WHERE {{range}} AND ({}) AND set_config('migration_architect.backfill', 'on', true) = 'on'",
            set.join(", "),
            differs.join(" OR ")
        );
        let columns: Vec<&str> = group.written(name).map(|pair| pair.column(live).name.as_str()).collect();
        let title = format!("bring {name}.{} into the other shape", columns.join(", "));
        actions.push(in_batches(context, &sql_name, title, &statement, None));
    }
    if live == Shape::New {
        actions.extend(group.pairs.iter().filter_map(|pair| keep::archive_existing(pair, context)));
    }
    actions
}

/// The edit that puts or removes the twin where it has a name of its own.
fn twin_edits(group: &Group, live: Shape, there: bool, context: &Context<'_>) -> Vec<Edit> {
    let named = group.pairs.iter().filter(|it| !it.same_name());
    named
        .map(|pair| {
            let name = pair.name(live.other(), live);
            let path = ObjectPath::Column(pair.table.clone(), name.clone());
            if there {
                Edit::put(path, Object::Column(beside(group, pair, live.other(), live, context)))
            } else {
                Edit::remove(path)
            }
        })
        .collect()
}

fn archives(group: &Group, context: &Context<'_>) -> Vec<Archive> {
    group.pairs.iter().filter_map(|pair| pair.archive(context)).collect()
}

/// What becomes of values that the old shape cannot hold.
fn loss(group: &Group, context: &Context<'_>) -> Loss {
    let policies: Vec<String> = group
        .pairs
        .iter()
        .filter(|pair| !pair.fits(Shape::New))
        .map(|pair| {
            let (column, old) = (format!("{}.{}", pair.table, pair.new.name), &pair.old.data_type);
            match pair.archive(context) {
                Some(archive) => format!(
                    "for a value of {column} that {old} cannot hold the nearest one stands in; {} keeps the original",
                    archive.relation
                ),
                None => format!("a value of {column} that {old} cannot hold is refused until contract, and its row set aside after it"),
            }
        })
        .collect();
    if policies.is_empty() { Loss::Nothing } else { Loss::Policy(policies.join("; ")) }
}

/// `now` without the former shape.
fn shed_in(now: &Catalogue, group: &Group, context: &Context<'_>) -> Catalogue {
    let mut alone = now.clone();
    for edit in twin_edits(group, Shape::New, false, context) {
        edit.apply(&mut alone);
    }
    alone
}

/// Rows that the old shape cannot take back, since no archive keeps their values.
fn not_kept(group: &Group, pair: &Pair, context: &Context<'_>) -> Vec<Offenders> {
    let condition = if pair.archive(context).is_none() {
        pair.unfit(Shape::New, Shape::New, "t", context)
    } else {
        pair.unfit(Shape::New, Shape::New, "t", context).and_then(|_| pair.makes_none(Shape::New, "t", context))
    };
    condition.map(|it| rows_where(group, pair, Shape::New, &it, context)).unwrap_or_default()
}

impl Operation for Grow {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let group = &*self.0;
        let why = group.pairs.iter().map(|it| it.conversion.why.as_str()).next().unwrap_or_default();
        Ok(vec![
            draft(group, "add_twin", group.title_of_growing(), &format!("{} {why}", group.form.reason()))
                .forward([grow(group, Shape::Old, context)])
                .effect(twin_edits(group, Shape::Old, true, context))
                .facts(telling(
                    group.growing(Shape::New, brief(group, context), context),
                    replicated::as_the_twin_comes(group, context),
                ))
                .back(
                    format!("Drop the twin of {}", group.subject()),
                    [shed(group, Shape::Old, context)],
                    twin_edits(group, Shape::Old, false, context),
                )
                .back_facts(brief(group, context))
                .archives(archives(group, context)),
        ])
    }
}

impl Operation for Backfill {
    fn lower(&self, _: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let group = &*self.0;
        let rows = |facts: Facts, name: &&QualifiedName| {
            facts.and_lock(context.writer.name(name), LockMode::RowExclusive).scanning(context.writer.name(name))
        };
        let facts = group.all_tables().iter().fold(Facts::default(), rows).outside_transaction();
        let mut forward = backfill(group, Shape::Old, context);
        if group.form.both_ways() {
            forward.extend(keep::put_back(group, Shape::Old, context));
        }
        if forward.is_empty() {
            return Ok(Vec::new());
        }
        Ok(vec![
            draft(
                group,
                "backfill_twin",
                format!("Bring the rows of {} into the new shape, in batches", group.subject()),
                "Rows that nobody writes get the new shape too; no other column changes.",
            )
            .forward(forward)
            .facts(facts),
        ])
    }
}

impl Operation for BuildIndexes {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let now = &near(now, &self.0, context);
        let next = swapped(now, &self.0, Shape::Old, context);
        let swap = Swap { now, next: &next, group: &self.0, live: Shape::Old, context };
        let build = swap.build();
        if build.is_empty() || self.0.builds_late(context) {
            return Ok(Vec::new());
        }
        let lock = |facts: Facts, name: &&QualifiedName| {
            facts
                .and_lock(context.writer.name(name), LockMode::ShareUpdateExclusive)
                .scanning(context.writer.name(name))
        };
        let facts = self.0.all_tables().iter().fold(Facts::default(), lock).outside_transaction();
        Ok(vec![
            draft(
                &self.0,
                "build_twin_indexes",
                format!("Build the indexes of {} on the twin", self.0.subject()),
                "They are there before anyone needs them; writers go on while they are built.",
            )
            .forward(build)
            .facts(facts.clone())
            .back(format!("Drop the indexes on the twin of {}", self.0.subject()), swap.unbuild(), [])
            .back_facts(facts),
        ])
    }
}

impl Operation for Fit {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        self.0.pairs.iter().filter_map(|pair| fit(&self.0, pair, now, context).transpose()).collect()
    }
}

/// The gate that every value fits the new shape, with what archives the others as its remedy.
fn fit(group: &Group, pair: &Pair, now: &Catalogue, context: &Context<'_>) -> Result<Option<Draft>, Refusal> {
    let Some(mut condition) = pair.unfit(Shape::Old, Shape::Old, "t", context) else { return Ok(None) };
    if pair.is_stated() && group.form.both_ways() {
        // What stands for a value that the new version wrote is none of the old version's.
        let differs = pair.differs(Shape::Old, Shape::Old, "t", context);
        condition = format!("{condition} AND {differs}");
    }
    let misfits = rows_where(group, pair, Shape::Old, &condition, context);
    let Some(first) = misfits.first() else { return Ok(None) };
    let title = format!("Every value of {}.{} fits {}", pair.table, pair.old.name, pair.new.data_type);
    let one = Group { pairs: vec![pair.clone()], form: group.form, below: group.below.clone() };
    let draft = draft(
        &one,
        "fit_values",
        title,
        "The old version may have written what the new shape cannot hold; it is gone now.",
    );
    let functions = pair.functions(context);
    let functions = (!functions.is_empty()).then(|| transaction(functions));
    let key = pair.key(context).filter(|_| pair.can_stand_in(now, context));
    let Some(key) = key else {
        return Ok(Some(
            draft
                .forward(functions.into_iter().chain(misfits.iter().map(|it| Action::Gate(it.gate(now, context)))))
                .back(
                    "Put back rows that were set aside",
                    misfits.iter().map(|it| transaction(it.put_back(now, context))),
                    [],
                )
                .archives(misfits.iter().flat_map(|it| it.listed(now, context))),
        ));
    };
    let mut gate: Gate = first.gate(now, context);
    let replacement = Replacement {
        table: pair.table.clone(),
        column: pair.old.name.clone(),
        key,
        data_type: pair.old.data_type.clone(),
        as_text: true,
        misfit: true,
        condition: first.condition.clone(),
        value: pair.nearest(Shape::Old, Shape::Old, "t", context),
    };
    gate.remedy = replacement.statements(table(now, &pair.table)?, context);
    gate.help = format!(
        "correct these values, or run the remedy, which puts the nearest value that {} holds in their place and keeps the originals in {}",
        pair.new.data_type,
        replacement.listed(context).relation
    );
    Ok(Some(
        draft
            .forward(functions.into_iter().chain([Action::Gate(gate)]))
            .back("Put back the values that were replaced", replacement.put_back(context), [])
            .archives([replacement.listed(context)]),
    ))
}

impl Operation for Exchange {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let group = &*self.0;
        let now = &near(now, group, context);
        let next = swapped(now, group, Shape::Old, context);
        let there = Swap { now, next: &next, group, live: Shape::Old, context };
        let back = Swap { now: &next, next: now, group, live: Shape::New, context };
        let mut forward = if group.builds_late(context) { there.build() } else { Vec::new() };
        forward.splice(0..0, there.computed_gates());
        forward.extend(there.check_not_null());
        forward.extend(there.gates());
        forward.extend(there.exchange(
            Direction::From(Shape::New),
            super::publish::withdraw(group, context),
            Vec::new(),
        ));
        forward.extend(keep::put_back(group, Shape::New, context));
        let mut actions = back.build();
        // The new version goes on: its keys are there at every moment, and its views come with the swap.
        let mut last = Vec::new();
        if !group.builds_late(context) {
            actions.extend(back.build_again());
            last.extend(back.keep());
        }
        if group.form.both_ways() {
            last.extend(super::publish::publish(now, group, context));
        }
        actions.extend(back.check_not_null());
        actions.extend(back.exchange(direction(group, Shape::Old), Vec::new(), last));
        Ok(vec![
            draft(
                group,
                "swap_twin",
                format!("Put the new shape of {} in the place of the old one", group.subject()),
                "One short transaction exchanges the columns; what hangs on them is built before or validated after.",
            )
            .forward(forward)
            .effect(edits(now, &next, group, Shape::Old)?)
            .facts(telling(there.facts(), replicated::as_the_shapes_change_places(group, context)))
            .back(
                format!("Put the old shape of {} back in its place", group.subject()),
                actions,
                edits(&next, now, group, Shape::New)?,
            )
            .back_facts(telling(back.facts(), replicated::as_the_shapes_change_places(group, context)))
            .loss(loss(group, context))
            .archives(archives(group, context)),
        ])
    }
}

impl Operation for Shed {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let group = &*self.0;
        let mut forward = vec![shed(group, Shape::New, context)];
        let mut back = Vec::new();
        let mut listed = archives(group, context);
        for archive in &listed {
            forward.push(transaction([format!("DROP TABLE IF EXISTS {}", archive.relation)]));
        }
        let functions: Vec<String> = group.pairs.iter().flat_map(|it| it.functions(context)).collect();
        if !functions.is_empty() {
            back.push(transaction(functions));
            forward.push(transaction(group.pairs.iter().flat_map(|it| it.drop_functions(context))));
        }
        let alone = &shed_in(now, group, context);
        let not_kept: Vec<Offenders> = group.pairs.iter().flat_map(|pair| not_kept(group, pair, context)).collect();
        for misfits in &not_kept {
            back.push(transaction(misfits.set_aside(alone, context)));
            forward.push(transaction(misfits.put_back(alone, context)));
            listed.extend(misfits.listed(alone, context));
        }
        back.push(grow(group, Shape::New, context));
        // What was written until the trigger refused it is set aside too.
        back.extend(not_kept.iter().map(|it| transaction(it.set_aside(alone, context))));
        back.extend(backfill(group, Shape::New, context));
        Ok(vec![
            draft(
                group,
                "drop_former",
                format!("Drop the former shape of {}", group.subject()),
                "The old version is gone; its values can be made from the new ones again.",
            )
            .forward(forward)
            .effect(twin_edits(group, Shape::New, false, context))
            .facts(brief(group, context))
            .back(
                format!("Bring the old shape of {} back beside the new one", group.subject()),
                back,
                twin_edits(group, Shape::New, true, context),
            )
            .back_facts(group.growing(Shape::Old, brief(group, context), context).outside_transaction())
            .loss(loss(group, context))
            .archives(listed),
        ])
    }
}
