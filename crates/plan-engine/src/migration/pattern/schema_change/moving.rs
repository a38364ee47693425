//! The engine's part: another version or another place, with all its rows, by replication.

use crate::estimate::model::{Activity, copy_while_changing, gate, transfer};
use crate::estimate::{Amount, Estimate, Figure};
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Measure, MigrationGate, Note, Performer, Probe, Work};
use crate::migration::part::engine_probe::{self, Flow};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, drill, probe, requirements, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::AppVersion;
use crate::specification::model::{Fact, Table};

use super::super::crossing;
use super::engine::Engine;
use super::product;

/// What stands in the way of a copy is found before there is one.
pub(in super::super) fn inventory(context: &Context<'_>) -> StepDraft {
    let who = context.who(Duty::Database);
    let instruction = format!(
        "on {}: list extensions and collations and whether {} has them, tables without a primary key (they need a replica \
         identity), sequences, large objects, unlogged tables, roles and what jobs write",
        context.migration.source, context.migration.target
    );
    StepDraft::new(
        "inventory",
        format!("List what does not move by itself from {} to {}", context.migration.source, context.migration.target),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Review),
        vec![context.way_fact()],
    )
    .why("A copy that follows carries rows of tables with a key; everything else is carried by hand or not at all.")
}

pub(super) fn phases(context: &Context<'_>, old: &Engine, new: &Engine) -> Vec<PhaseDraft> {
    let mut phases = vec![
        copy(context, old, new),
        verify(context),
        crossing::cut(context, Vec::new()),
        crossing::watched(context),
        crossing::release(context),
    ];
    for phase in &mut phases {
        // The engine moves under the version of the application that is there.
        phase.versions = vec![AppVersion::Old];
    }
    phases
}

fn replication(old: &Engine, new: &Engine) -> (&'static str, &'static str) {
    if old.is_another_product(new) {
        (
            "bulk copy and change capture",
            "No replication passes between two products: rows are read as values, and what changes meanwhile from the \
             source's log.",
        )
    } else if old.major == new.major && old.major.is_some() {
        (
            "physical replication",
            "Both sides are of one major version, so the log itself is carried, with everything in it.",
        )
    } else {
        (
            "logical replication",
            "Physical replication does not pass between major versions, and a dump would stop writes for as long as the copy \
             takes.",
        )
    }
}

/// The target is there, and its rows follow the source's.
fn copy(context: &Context<'_>, old: &Engine, new: &Engine) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds the rows of {source} and follows it");
    let names: &[&str] = &["copy", "replication", "initial_copy", "data_migration", "migration"];
    let mut phase = PhaseDraft::new("copy", Anchor::Readies, purpose).also_called(names);
    let (way, why) = replication(old, new);
    let who = context.who(Duty::Platform);
    let mut basis = vec![context.way_fact()];
    basis.extend(watch::performance(context, 0.0).into_iter().flat_map(|it| it.basis));
    phase.then(
        StepDraft::new(
            "provision",
            if old.is_another_product(new) {
                format!("Provision {target} with the schema written for it, roles and settings")
            } else {
                format!("Provision {target} with the source's schema, roles and settings")
            },
            Work::Deployment { what: format!("{} ({target})", new.name()) },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            basis,
        )
        .why("The schema arrives as it is: what changes is changed later, when a fault has one cause only.")
        .idle_back(format!("destroy {target}; nothing uses it yet"), time::by_person(&who, Activity::Operate)),
    );
    // One after the other: the figures of speed are those of the line and the engines as a whole.
    for step in copies(context, way, why) {
        phase.then(step);
    }
    let lag = engine_probe::lag(context, old, Flow::Forward);
    let criterion = watch::caught_up(&format!("{way} from {source} to {target}"), lag, vec![context.way_fact()]);
    let facts = criterion.basis.clone();
    let gate = MigrationGate {
        criteria: vec![criterion],
        otherwise: "give the target more writers, or lighten the source's writes".to_owned(),
    };
    let fact = facts.last().cloned().unwrap_or_else(|| context.way_fact());
    phase.then(
        StepDraft::new(
            "caught-up",
            format!("{target} has caught up with {source}"),
            Work::Gate(gate),
            consumers::monitoring(),
            time::gate(watch::WATCHED, fact),
            facts,
        )
        .why("What is behind when writes stop is downtime."),
    );
    phase
}

/// What no table is named for, then a copy for each table, the largest first: what takes longest does not come last.
pub(in super::super) fn copies(context: &Context<'_>, way: &str, why: &str) -> Vec<StepDraft> {
    let mut tables: Vec<(usize, &Table)> = context.migration.tables.iter().enumerate().collect();
    tables.sort_by(|(_, a), (_, b)| size(context, b).total_cmp(&size(context, a)));
    let mut steps: Vec<StepDraft> = rest(context, way).into_iter().collect();
    steps.extend(tables.into_iter().map(|(at, table)| {
        let known = context.statistics.table(&table.name);
        let work = Work::Transfer { what: table.name.clone(), rows: table.rows, bytes: table.bytes };
        let estimate = copied(context, table);
        let basis = table_facts(context, at, table);
        copy_step(&format!("table-{}", table.name), &format!("Copy {} by {way}", table.name), work, estimate, basis)
            .why(why)
            .notes(diverges(context, &known.rows.basis, &table.name, table))
    }));
    steps
}

fn copy_step(slug: &str, title: &str, work: Work, estimate: Estimate, basis: Vec<Fact>) -> StepDraft {
    let by = Performer::Program("replication".to_owned());
    let back = time::by_program("a copy that is dropped");
    StepDraft::new(slug, title, work, by, estimate, basis).idle_back("drop the copy; the source is the authority", back)
}

fn size(context: &Context<'_>, table: &Table) -> f64 {
    context.statistics.table(&table.name).heap.value
}

/// What is told of a table: rows, bytes, whether the business stops without it.
fn table_facts(context: &Context<'_>, at: usize, table: &Table) -> Vec<Fact> {
    let name = &table.name;
    let told = [
        ("rows", table.rows.map(|it| format!("{name} has {} rows", crate::estimate::words::count(it)))),
        ("size", table.bytes.map(|it| format!("{name} has {}", crate::estimate::words::bytes(it)))),
        ("critical", table.critical.then(|| format!("the business stops without {name}"))),
    ];
    let fact = |(field, says): (&str, Option<String>)| Some(context.fact(&[&format!("/tables/{at}/{field}")], says?));
    let facts: Vec<Fact> = told.into_iter().filter_map(fact).collect();
    if facts.is_empty() {
        return vec![context.fact(&[&format!("/tables/{at}")], format!("{name} is migrated"))];
    }
    facts
}

/// Rows that are written a second while the table is copied: what is told, else the table's share of the transactions.
fn writes(context: &Context<'_>, table: &Table) -> Option<Amount> {
    if let Some(writes) = context.statistics.table(&table.name).writes {
        return Some(writes);
    }
    let transactions = context.migration.performance.transactions_per_second?;
    let all: f64 = context.migration.tables.iter().map(|it| context.statistics.table(&it.name).rows.value).sum();
    let share = if all > 0.0 { context.statistics.table(&table.name).rows.value / all } else { 1.0 };
    let fact = context.fact(
        &["/performance_requirements/transactions_per_second", "/performance_requirements"],
        format!(
            "{transactions} transactions a second; {} is taken to get {:.0} % of them by its rows",
            table.name,
            share * 100.0
        ),
    );
    Some(Amount::known(transactions * share, format!("writes of {}", table.name), fact))
}

fn copied(context: &Context<'_>, table: &Table) -> Estimate {
    let known = context.statistics.table(&table.name);
    let (rate, apply) = (context.throughputs.get(Figure::CopyRows), context.throughputs.get(Figure::ApplyRows));
    match writes(context, table) {
        Some(writes) => copy_while_changing(&known.rows, &rate, &writes, &apply),
        None => crate::estimate::model::copy(&known.rows, &rate),
    }
}

/// A copy that never catches up is told where it stands.
fn diverges(context: &Context<'_>, rows: &Fact, name: &str, table: &Table) -> Option<Note> {
    let convergence = copied(context, table).convergence?;
    if !convergence.never() {
        return None;
    }
    let says = format!(
        "{name} never catches up: {} rows a second are written, {} applied; lighten the writes or make the target faster",
        convergence.writes_per_second, convergence.applied_per_second
    );
    Some(Note::new(says, vec![rows.clone()]))
}

/// What the data volume says beyond the tables that are named.
fn rest(context: &Context<'_>, way: &str) -> Option<StepDraft> {
    let volume = context.migration.constraints.data_volume?;
    let named: f64 = context.migration.tables.iter().filter_map(|it| it.bytes).sum();
    let left = volume - named;
    // Within a tenth both figures are of the same data.
    if left <= volume / 10.0 {
        return None;
    }
    let say = crate::estimate::words::bytes;
    let places = ["/constraints/data_volume_gb", "/constraints/data_volume"];
    let fact = context.fact(&places, format!("{} of data, of which tables with {} are named", say(volume), say(named)));
    let amount =
        Amount::known(left, format!("bytes of {} that no table is named for", context.migration.id), fact.clone());
    let estimate = transfer(&amount, &context.throughputs.get(Figure::NetworkBytes));
    let work =
        Work::Transfer { what: "everything that no table is named for".to_owned(), rows: None, bytes: Some(left) };
    let title = format!("Copy the {} that no table is named for by {way}", say(left));
    let says = format!(
        "the tables named hold {} of {}: name the others, so that they are checked one by one, too",
        say(named),
        say(volume)
    );
    let why = "The volume says that there is more than the tables named: it moves, too, and takes longest.";
    Some(copy_step("rest", &title, work, estimate, vec![fact.clone()]).why(why).note(Note::new(says, vec![fact])))
}

/// Both sides hold the same, the result stands its load, and the cut was rehearsed.
fn verify(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds what {source} holds, stands its load, and the cut was rehearsed");
    let names: &[&str] = &["verify", "verification", "validation", "testing"];
    let mut phase = PhaseDraft::new("verify", Anchor::Readies, purpose).also_called(names);
    phase.then_all(compared(context));
    if let Some(step) = load_test(context) {
        phase.then(step);
    }
    let mut checks = requirements::checked(context, target);
    checks.extend(consumers::checked(context, target));
    phase.then_all(checks);
    phase.then(rehearsal(context));
    phase
}

/// A comparison for each table: those that the business stops without first, then by size.
pub(in super::super) fn compared(context: &Context<'_>) -> Vec<StepDraft> {
    let mut tables: Vec<(usize, &Table)> = context.migration.tables.iter().enumerate().collect();
    tables.sort_by(|(_, a), (_, b)| {
        b.critical.cmp(&a.critical).then_with(|| size(context, a).total_cmp(&size(context, b)))
    });
    let loss = context.requires("zero_data_loss");
    let step = |(at, table): (usize, &Table)| {
        let mut basis = table_facts(context, at, table);
        basis.extend(loss.clone());
        let gate_of = MigrationGate {
            criteria: same(context, table, &basis),
            otherwise: format!("copy the ranges of {} that differ again, find out why they did", table.name),
        };
        let known = context.statistics.table(&table.name);
        let estimate = gate(&known, &context.throughputs.get(Figure::ScanBytes));
        let critical = if table.critical { ", which is critical," } else { "" };
        StepDraft::new(
            format!("same-{}", table.name),
            format!("{}{critical} is the same on both sides", table.name),
            Work::Gate(gate_of),
            Performer::Program("reconcile".to_owned()),
            estimate,
            basis,
        )
        .why("Critical tables are compared first: what is wrong with them decides whether the rest matters.")
    };
    tables.into_iter().map(step).collect()
}

/// As many rows on both sides, and where both engines write rows alike, rows of the same values.
fn same(context: &Context<'_>, table: &Table, basis: &[Fact]) -> Vec<Criterion> {
    let (old, new) = product::sides(context);
    let name = &table.name;
    let of = |what: String, probe: Probe| Criterion {
        samples: table.rows,
        ..watch::none_of(Measure::Mismatches(what), probe, 0.0, basis.to_vec())
    };
    let mut criteria = vec![of(format!("{name}: rows on both sides"), engine_probe::counts(name))];
    criteria.push(if let Some(probe) = engine_probe::checksums(name, &old, &new) {
        of(format!("{name}: checksums of the rows on both sides"), probe)
    } else {
        let found = probe::own(context, "mismatches", &[("table", name)]);
        of(format!("{name}: rows that `reconcile` finds different"), probe::metric(format!("max({found})")))
    });
    criteria
}

pub(in super::super) fn load_test(context: &Context<'_>) -> Option<StepDraft> {
    let criteria = watch::performance(context, watch::WATCHED);
    if criteria.is_empty() {
        return None;
    }
    let facts: Vec<Fact> = criteria.iter().flat_map(|it| it.basis.iter().cloned()).collect();
    let target = &context.migration.target;
    let who = context.who(Duty::Database);
    let gate = MigrationGate { criteria, otherwise: "resize or tune the target, then test again".to_owned() };
    let step = StepDraft::new(
        "load-test",
        format!("{target} stands the load with the statistics of its planner gathered"),
        Work::Gate(gate),
        who.clone(),
        time::by_person(&who, Activity::Rehearse),
        facts,
    );
    Some(step.why("After a copy the planner of the target knows nothing of the rows until ANALYZE has run."))
}

pub(in super::super) fn downtime(context: &Context<'_>) -> Option<(f64, Fact)> {
    let seconds = context.migration.constraints.max_downtime?;
    let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
    Some((seconds, context.fact(&places, format!("{} of downtime at most", words(seconds)))))
}

pub(in super::super) fn rehearsal(context: &Context<'_>) -> StepDraft {
    let mut basis = vec![context.way_fact()];
    basis.extend(downtime(context).map(|(_, fact)| fact));
    let criteria = drill::criteria(context);
    let who = context.who(Duty::Database);
    let otherwise = "shorten what took longest, and rehearse again".to_owned();
    StepDraft::new(
        "rehearse",
        "Rehearse the cut and the way back on a copy, with the clock running",
        Work::Gate(MigrationGate { criteria, otherwise }),
        who.clone(),
        time::by_person(&who, Activity::Rehearse),
        basis,
    )
    .why("In the window there is time to do it, not to find out how.")
}
