//! The engine's part: another version or another place, with all its rows, by replication.

use crate::estimate::model::{Activity, copy_while_changing, gate, transfer};
use crate::estimate::{Amount, Estimate, Figure};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Note, Performer, Work};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, requirements, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::AppVersion;
use crate::specification::model::{Fact, Table};

use super::engine::Engine;

/// Seconds for which the reverse feed is kept, where nobody says.
const KEPT: f64 = 72.0 * 3_600.0;

/// What stands in the way of a copy is found before there is one.
pub(super) fn inventory(context: &Context<'_>) -> StepDraft {
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
    .why("Replication carries rows of tables with a key; everything else is carried by hand or not at all.")
}

pub(super) fn phases(context: &Context<'_>, old: &Engine, new: &Engine) -> Vec<PhaseDraft> {
    let mut phases = vec![copy(context, old, new), verify(context), cut(context), watched(context), release(context)];
    for phase in &mut phases {
        // The engine moves under the version of the application that is there.
        phase.versions = vec![AppVersion::Old];
    }
    phases
}

fn replication(old: &Engine, new: &Engine) -> (&'static str, &'static str) {
    if old.major == new.major && old.major.is_some() {
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
            format!("Provision {target} with the source's schema, roles and settings"),
            Work::Deployment { what: format!("{} ({target})", new.name()) },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            basis,
        )
        .why("The schema arrives as it is: what changes is changed later, when a fault has one cause only.")
        .back(format!("destroy {target}; nothing uses it yet"), time::by_person(&who, Activity::Operate)),
    );
    // One after the other: the figures of speed are those of the line and the engines as a whole.
    for step in copies(context, way, why) {
        phase.then(step);
    }
    let lag = Measure::Lag(format!("{way} from {source} to {target}"));
    let criterion = Criterion { measure: lag, ..watch::caught_up("", vec![context.way_fact()]) };
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
fn copies(context: &Context<'_>, way: &str, why: &str) -> Vec<StepDraft> {
    let mut tables: Vec<(usize, &Table)> = context.migration.tables.iter().enumerate().collect();
    tables.sort_by(|(_, a), (_, b)| size(context, b).total_cmp(&size(context, a)));
    let mut steps: Vec<StepDraft> = rest(context, way).into_iter().collect();
    steps.extend(tables.into_iter().map(|(at, table)| {
        let known = context.statistics.table(&table.name);
        let work = Work::Transfer { what: table.name.clone(), rows: table.rows, bytes: table.bytes };
        let estimate = copied(context, table);
        let fact = table_fact(context, at, table);
        copy_step(
            &format!("table-{}", table.name),
            &format!("Copy {} by {way}", table.name),
            work,
            estimate,
            vec![fact],
        )
        .why(why)
        .notes(diverges(context, &known.rows.basis, &table.name, table))
    }));
    steps
}

fn copy_step(slug: &str, title: &str, work: Work, estimate: Estimate, basis: Vec<Fact>) -> StepDraft {
    let by = Performer::Program("replication".to_owned());
    let back = time::by_program("a copy that is dropped");
    StepDraft::new(slug, title, work, by, estimate, basis).back("drop the copy; the source is the authority", back)
}

fn size(context: &Context<'_>, table: &Table) -> f64 {
    context.statistics.table(&table.name).heap.value
}

/// A table as a fact: its rows and bytes as they are told.
fn table_fact(context: &Context<'_>, at: usize, table: &Table) -> Fact {
    let places = [
        format!("/tables_to_migrate/{at}/row_count"),
        format!("/tables/{at}/rows"),
        format!("/tables_to_migrate/{at}"),
        format!("/tables/{at}"),
    ];
    let rows = table.rows.map(|it| format!("{} rows", crate::estimate::words::count(it)));
    let bytes = table.bytes.map(crate::estimate::words::bytes);
    let critical = table.critical.then(|| "critical".to_owned());
    let told: Vec<String> = [rows, bytes, critical].into_iter().flatten().collect();
    let says = if told.is_empty() {
        format!("{} is migrated", table.name)
    } else {
        format!("{}: {}", table.name, told.join(", "))
    };
    context.fact(&places.each_ref().map(String::as_str), says)
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
fn compared(context: &Context<'_>) -> Vec<StepDraft> {
    let mut tables: Vec<(usize, &Table)> = context.migration.tables.iter().enumerate().collect();
    tables.sort_by(|(_, a), (_, b)| {
        b.critical.cmp(&a.critical).then_with(|| size(context, a).total_cmp(&size(context, b)))
    });
    let loss = context.requires("zero_data_loss");
    let step = |(at, table): (usize, &Table)| {
        let mut basis = vec![table_fact(context, at, table)];
        basis.extend(loss.clone());
        let measure = Measure::Mismatches(format!("{}: counts and checksums of key ranges on both sides", table.name));
        let mut criterion = watch::none_of(measure, 0.0, basis.clone());
        criterion.samples = table.rows;
        let gate_of = MigrationGate {
            criteria: vec![criterion],
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

fn load_test(context: &Context<'_>) -> Option<StepDraft> {
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

fn downtime(context: &Context<'_>) -> Option<(f64, Fact)> {
    let seconds = context.migration.constraints.max_downtime?;
    let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
    Some((seconds, context.fact(&places, format!("{} of downtime at most", words(seconds)))))
}

fn rehearsal(context: &Context<'_>) -> StepDraft {
    let mut basis = vec![context.way_fact()];
    let failures =
        Measure::Failures("steps of the cut and of the way back that did not do what they should".to_owned());
    let mut criteria = vec![watch::none_of(failures, 0.0, vec![context.way_fact()])];
    if let Some((seconds, fact)) = downtime(context) {
        criteria.push(Criterion {
            measure: Measure::Metric("seconds without writes in the rehearsed cut".to_owned()),
            holds: Holds::AtMost,
            bound: seconds,
            for_seconds: 0.0,
            samples: None,
            basis: vec![fact.clone()],
        });
        basis.push(fact);
    }
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

/// Writes stop, the rest arrives, the reverse feed begins, writes go on at the target.
fn cut(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let allowed = downtime(context);
    let within =
        allowed.as_ref().map(|(seconds, _)| format!(" within {} without writes", words(*seconds))).unwrap_or_default();
    let purpose = format!("{target} takes the writes{within}, and {source} follows it");
    let names: &[&str] = &["cut", "cutover", "cut_over", "switch", "go_live"];
    let mut phase = PhaseDraft::new("cut", Anchor::Readies, purpose).also_called(names);
    let who = context.who(Duty::Database);
    let mut basis = vec![context.way_fact()];
    basis.extend(allowed.iter().map(|(_, fact)| fact.clone()));
    let role = context.role(Duty::Release);
    let manager = context.who(Duty::Release);
    let reason = format!("writes of {source} stop in the window{within}; everything before is done");
    phase.then(
        StepDraft::new(
            "approve",
            "Agree to the cut",
            Work::Approval { role, reason },
            manager.clone(),
            time::by_person(&manager, Activity::Approve),
            basis.clone(),
        )
        .why("It is the only part that users feel."),
    );
    phase.then(fenced(context, &who, &basis));
    phase.then(drained(context, &basis));
    let back = time::by_person(&who, Activity::Operate);
    let instruction = format!(
        "set the sequences of {target} past those of {source}; note the position of {target}'s log; start the reverse feed \
         from it; point the connection pool at {target}; open writes"
    );
    phase.then(
        StepDraft::new(
            "switch",
            format!("Open writes on {target}, with a feed back to {source}"),
            Work::Manual { instruction },
            who.clone(),
            time::by_person(&who, Activity::Operate),
            basis,
        )
        .why("The reverse feed begins behind the last write of the source and before the first of the target: no row is on one side only.")
        .felt(context)
    .in_one_go("downtime")
        .back(format!("stop writes on {target}, wait until {source} has caught up, open writes there"), back),
    );
    phase
}

fn fenced(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let source = &context.migration.source;
    let abort = downtime(context).map(|(seconds, fact)| {
        let says =
            format!("open writes on {source} again where the switch is not done {} after this step", words(seconds));
        Note::new(says, vec![fact])
    });
    let instruction = format!(
        "set {source} read-only for applications (ALTER ROLE … SET default_transaction_read_only), end their sessions"
    );
    StepDraft::new(
        "fence",
        format!("Stop writes on {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_program("roles that are set read-only"),
        basis.to_vec(),
    )
    .why("From here on the downtime runs.")
    .felt(context)
    .in_one_go("downtime")
    .back(format!("open writes on {source} again"), time::by_program("roles that are set back"))
    .notes(abort)
}

fn drained(context: &Context<'_>, basis: &[Fact]) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let mut facts = basis.to_vec();
    facts.extend(context.requires("zero_data_loss"));
    let criteria = vec![
        watch::none_of(
            Measure::Lag(format!("bytes of {source}'s log that {target} has not applied")),
            0.0,
            facts.clone(),
        ),
        watch::none_of(
            Measure::Mismatches("counts of the critical tables on both sides".to_owned()),
            0.0,
            facts.clone(),
        ),
    ];
    let gate =
        MigrationGate { criteria, otherwise: format!("open writes on {source} again and find out what stays behind") };
    StepDraft::new(
        "drained",
        format!("{target} has every row of {source}"),
        Work::Gate(gate),
        Performer::Program("reconcile".to_owned()),
        time::by_program("a lag that runs out"),
        facts,
    )
    .why("A row that is not there now is lost to every reader of the new side.")
    .felt(context)
    .in_one_go("downtime")
}

/// The target works; the source follows it, so that there is a way back.
fn watched(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} has worked for a while, and {source} could take over again");
    let names: &[&str] = &["watch", "monitoring", "stabilization", "soak"];
    let mut phase = PhaseDraft::new("watch", Anchor::Readies, purpose).also_called(names);
    let (seconds, basis) = super::super::service::stated_hold(context, names).unwrap_or_else(|| {
        (
            KEPT,
            prior(
                "the reverse feed is kept for three days",
                "default of this program; state a phase `watch` with its time",
            ),
        )
    });
    let mut criteria = watch::alerts(context, seconds);
    criteria.extend(watch::performance(context, seconds));
    let lag = Measure::Lag(format!("the feed back from {target} to {source}"));
    criteria.push(Criterion { measure: lag, for_seconds: seconds, ..watch::caught_up("", vec![basis.clone()]) });
    let mut facts = vec![basis.clone()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    let gate = MigrationGate {
        criteria,
        otherwise: format!("stop writes on {target}, let {source} catch up, open writes there"),
    };
    phase.then(
        StepDraft::new(
            "kept",
            format!("{target} works for {} while {source} follows", words(seconds)),
            Work::Gate(gate),
            consumers::monitoring(),
            time::gate(seconds, basis),
            facts,
        )
        .why("A fault that shows on the third day is taken back without a row lost, as long as the feed runs."),
    );
    phase
}

/// The source is let go, which ends the way back.
fn release(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} stands alone");
    let names: &[&str] = &["release", "decommission", "decommissioning", "retire", "cleanup"];
    let mut phase = PhaseDraft::new("release", Anchor::Readies, purpose).also_called(names);
    let role = context.role(Duty::Release);
    let who = context.who(Duty::Release);
    let reason = format!("the feed back to {source} stops: from here on there is no way back that keeps new rows");
    phase.then(
        StepDraft::new(
            "approve",
            format!("Agree that {source} is let go"),
            Work::Approval { role, reason },
            who.clone(),
            time::by_person(&who, Activity::Approve),
            vec![context.way_fact()],
        )
        .why("The next step is the point of no return."),
    );
    let who = context.who(Duty::Database);
    let instruction = format!(
        "stop the feed back, drop its slots, take a last backup of {source} and keep it as long as the regimes ask, then switch it off"
    );
    phase.then(
        StepDraft::new(
            "stop-feed",
            format!("Stop the feed back and switch {source} off"),
            Work::Manual { instruction },
            who.clone(),
            time::by_person(&who, Activity::Configure),
            vec![context.way_fact()],
        )
        .why("A feed back needs the same columns on both sides, so the schema changes only once it is gone.")
        .changing(context)
        .no_way_back(format!("rows that {target} takes from here on are nowhere else")),
    );
    phase
}
