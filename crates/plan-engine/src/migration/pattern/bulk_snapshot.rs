//! Bulk snapshot: writes stop, everything is dumped and loaded, keys and indexes follow, sums are compared, the target opens.
//!
//! freeze → dump → load → keys and indexes → checksums → open is one downtime, so it is one phase whose steps run in one go.

use super::schema_change::{moving, product};
use super::{Pattern, crossing, data as moved};
use crate::Error;
use crate::estimate::Figure;
use crate::estimate::model::{Activity, index};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, Performer, Probe, ProbeSide, Work};
use crate::migration::part::probe::{self, sql};
use crate::migration::part::{consumers, data, requirements, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Kind;

pub(super) struct BulkSnapshot;

/// Sessions that still write or could: all but those that only look.
const WRITING: &str = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() \
AND datname = current_database() AND backend_xid IS NOT NULL";

impl Pattern for BulkSnapshot {
    fn names(&self) -> &'static [&'static str] {
        &["bulk_snapshot", "bulk", "snapshot", "dump_and_restore"]
    }

    fn summary(&self) -> &'static str {
        "writes stop, everything is dumped, loaded, indexed and compared, then the target opens"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![moved::assess(context), prepare(context), window(context), watched(context)];
        phases.push(crossing::release(context));
        Ok(phases)
    }
}

fn prepare(context: &Context<'_>) -> PhaseDraft {
    let target = &context.migration.target;
    let purpose = format!("{target} is there without rows, and the whole was done once with the clock running");
    let names: &[&str] = &["prepare", "provision", "rehearsal", "setup"];
    let mut phase = moved::phase("prepare", Anchor::Readies, purpose, names);
    phase.then(moved::provision(context, "its tables, without keys, indexes and rows"));
    phase.then_all(room(context).into_iter().collect());
    let mut checks = requirements::checked(context, target);
    checks.extend(consumers::checked(context, target));
    phase.then(moved::rehearsed(context));
    phase.then_all(checks);
    phase
}

/// The target has room for the rows and their indexes.
fn room(context: &Context<'_>) -> Option<StepDraft> {
    let target = &context.migration.target;
    let sizes: Vec<_> = context.migration.tables.iter().map(|it| context.statistics.table(&it.name)).collect();
    let named: f64 = sizes.iter().map(|it| it.heap.value + it.indexes.value).sum();
    let bytes = named.max(context.migration.constraints.data_volume.unwrap_or(0.0));
    if bytes <= 0.0 {
        return None;
    }
    let mut facts: Vec<_> = sizes.iter().flat_map(|it| [it.heap.basis.clone(), it.indexes.basis.clone()]).collect();
    facts.extend(context.migration.constraints.data_volume.map(|it| {
        let says = format!("{} of data", crate::estimate::words::bytes(it));
        context.fact(&["/constraints/data_volume_gb", "/constraints/data_volume"], says)
    }));
    let free = probe::labelled(context, "node_filesystem_avail_bytes", &[("side", ProbeSide::Target.word())]);
    let measure = Measure::Metric(format!("GB free on the disk of {target}"));
    let criterion = watch::none_of(measure, probe::metric(format!("min({free}) / 1e9")), 0.0, facts);
    let criterion = Criterion { holds: Holds::AtLeast, bound: bytes / 1e9, ..criterion };
    let title = format!("{} are free on the disk of {target}", crate::estimate::words::bytes(bytes));
    let step = moved::gate(context, ("disk", title), vec![criterion], 0.0, "add disk before anything is begun");
    Some(step.why("A load that fills the disk is found at its end, in the middle of the downtime."))
}

fn window(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds what {source} held when its writes stopped, and takes the writes");
    let names: &[&str] = &["window", "freeze", "cut", "cutover", "cut_over", "dump", "load", "migration", "execution"];
    let mut phase = moved::phase("window", Anchor::Readies, purpose, names);
    let reason =
        format!("writes of {source} stop until {target} has every row; up to the opening the source can be reopened");
    phase.then(
        moved::approval(context, "approve", "Agree to the downtime".to_owned(), reason)
            .why("It is the only part that users feel."),
    );
    let mut frozen = vec![freeze(context), silent(context)];
    frozen.extend(moved::copies(context, "dump and load", "Nothing changes meanwhile, so the dump is the truth."));
    frozen.extend(indexed(context));
    frozen.extend(moving::compared(context));
    frozen.push(pointed(context));
    let note = moved::window(context, &frozen);
    for step in frozen {
        phase.then(step.felt(context).in_one_go("downtime"));
    }
    phase.notes.extend(note);
    let reason = format!("{target} takes writes that {source} never gets: from the first one on there is no way back");
    let who = context.who(Duty::Release);
    let agree = StepDraft::new(
        "agree",
        format!("Agree that {target} opens"),
        Work::Approval { role: context.role(Duty::Release), reason },
        who,
        time::by_program("a word in the room where the cut is done"),
        moved::basis(context),
    );
    phase.then(agree.why("The next step is the point of no return.").felt(context).in_one_go("downtime"));
    let (_, new) = product::sides(context);
    let open = StepDraft::new(
        "open",
        format!("Open writes on {target}"),
        Work::Manual { instruction: format!("lift the fence of {target} ({})", product::fence(&new)) },
        context.who(Duty::Database),
        time::by_program("rights that are given"),
        moved::basis(context),
    );
    let lost = format!("rows that {target} takes from here on are nowhere else");
    phase.then(open.why("From here on the downtime is over.").felt(context).in_one_go("downtime").no_way_back(lost));
    phase
}

fn freeze(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let (old, _) = product::sides(context);
    let instruction =
        format!("make {source} read-only for applications ({}), end their sessions", product::fence(&old));
    let estimate = time::by_program("rights that are taken");
    let who = context.who(Duty::Database);
    let mut facts = moved::basis(context);
    facts.extend(moving::downtime(context).map(|(_, fact)| fact));
    facts.extend(data::losses(context));
    StepDraft::new("freeze", format!("Stop writes on {source}"), Work::Manual { instruction }, who, estimate, facts)
        .why("From here on the downtime runs.")
        .back(format!("open writes on {source} again"), time::by_program("rights that are given back"))
}

/// Nobody writes any more.
fn silent(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let (old, _) = product::sides(context);
    let probe: Probe = if old.product == Some("PostgreSQL") {
        sql(ProbeSide::Source, WRITING)
    } else {
        probe::metric(format!("sum({})", probe::own(context, "writers", &[("side", "source")])))
    };
    let measure = Measure::Usage(format!("sessions of {source} with a transaction that has written"));
    let criterion = watch::none_of(measure, probe, 0.0, moved::basis(context));
    moved::gate(
        context,
        ("silent", format!("Nobody writes to {source}")),
        vec![criterion],
        0.0,
        format!("end the sessions that are left; open writes on {source} again where they come back"),
    )
    .why("A row written behind the dump is lost.")
}

/// Keys and indexes of each table, built while nobody writes, then statistics.
fn indexed(context: &Context<'_>) -> Vec<StepDraft> {
    let (scan, sort) = (context.throughputs.get(Figure::ScanBytes), context.throughputs.get(Figure::IndexBytes));
    let by = || Performer::Program("restore".to_owned());
    let step = |table: &crate::specification::model::Table| {
        let size = context.statistics.table(&table.name);
        let estimate = index(&size, &size.indexes, &scan, &sort);
        let basis = vec![size.heap.basis.clone(), size.indexes.basis.clone()];
        let instruction = format!("build keys and indexes of {}, then ANALYZE it", table.name);
        let title = format!("Build keys and indexes of {}", table.name);
        StepDraft::new(format!("index-{}", table.name), title, Work::Manual { instruction }, by(), estimate, basis)
            .why("Rows load several times as fast into a table without indexes.")
            .idle_back("nothing: the copy goes as a whole", time::by_program("nothing"))
    };
    context.migration.tables.iter().map(step).collect()
}

/// Reads come from the target, which still refuses writes.
fn pointed(context: &Context<'_>) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (_, new) = product::sides(context);
    let keys = product::keys(&new);
    let mut step = moved::manual(
        context,
        ("switch", format!("Point the application at {target}")),
        format!(
            "set {keys} of {target} past those of {source}; point the connection pool at {target}, still read-only"
        ),
        (Duty::Database, Activity::Operate),
    );
    step.step.estimate = time::rehearsed("a pool that is pointed elsewhere");
    step.why("What reads break is seen while the source can still be reopened.")
        .back(format!("point the connection pool at {source}"), time::rehearsed("a pool that is pointed back"))
}

/// The target works; the source stays as it was, for what nobody thought of.
fn watched(context: &Context<'_>) -> PhaseDraft {
    const NAMES: &[&str] = &["watch", "monitoring", "stabilization", "soak", "validation"];
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} has worked for a while; {source} stands as it was at the freeze");
    let mut phase = moved::phase("watch", Anchor::Readies, purpose, NAMES);
    let (seconds, fact) = moved::kept(context, NAMES, "the source is kept as it was");
    let mut criteria = watch::judged(context, seconds);
    criteria.extend(watch::performance(context, seconds));
    let otherwise = format!("mend {target} forwards: {source} lacks every row since the freeze");
    let mut step = moved::gate(context, ("kept", format!("{target} works")), criteria, seconds, otherwise);
    let mend = prior("there is no way back behind the opening", "pattern bulk snapshot");
    step.step.estimate = time::gate(seconds, fact.clone());
    step.step.basis.extend([fact, mend]);
    step.step.basis.extend(data::names(context));
    phase.then(step.why("What is kept of the source answers questions; it is no fallback."));
    phase
}
