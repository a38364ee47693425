//! Incremental sync: a full copy, then deltas by a watermark, each smaller than the one before, until the last one fits the
//! downtime.
//!
//! With w rows written and a applied a second, a delta takes w/a of the time of the one before: it converges where w < a.

use super::schema_change::moving;
use super::{Pattern, change_data_capture, crossing, data as moved};
use crate::Error;
use crate::estimate::model::{Activity, hold};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, Note, ProbeSide, Work};
use crate::migration::part::probe::{self, sql};
use crate::migration::part::rollout::words;
use crate::migration::part::{data, engine_probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Deletes, Fact, Kind};

pub(super) struct IncrementalSync;

/// The share of the downtime that the last delta may take: the fence, the comparison and the switch need the rest.
const SHARE: f64 = 0.5;
/// The downtime that a last delta is planned for where nobody says, in seconds.
const DOWNTIME: f64 = 600.0;
/// Deltas at most: one that does not fit by then never does.
const ROUNDS: i32 = 24;

impl Pattern for IncrementalSync {
    fn names(&self) -> &'static [&'static str] {
        &["incremental_sync", "incremental", "delta_sync"]
    }

    fn summary(&self) -> &'static str {
        "a full copy, deltas by a watermark until one fits the downtime, then a short freeze with the last one"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let column = watermark(context);
        let last = change_data_capture::last(
            context,
            "Carry the last delta".to_owned(),
            format!("carry rows whose {column} is at or behind the last watermark, and what was deleted since"),
        );
        let phases = vec![
            moved::assess(context),
            prepare(context),
            full_copy(context),
            deltas(context),
            verify(context),
            crossing::cut(context, vec![last.why("Nothing is written any more, so it is the last one.")]),
            crossing::watched(context),
            crossing::release(context),
        ];
        Ok(phases)
    }
}

fn watermark(context: &Context<'_>) -> String {
    let told = data::told(context).and_then(|it| it.watermark.clone());
    told.unwrap_or_else(|| "the column that tells when a row changed".to_owned())
}

fn prepare(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{source} tells what changes, deletions included, and {target} is there");
    let mut phase = moved::phase("prepare", Anchor::Readies, purpose, &["prepare", "setup", "provision"]);
    phase.then(moved::provision(context, "its schema"));
    let told = data::told(context);
    let column = watermark(context);
    let mut step = moved::manual(
        context,
        ("watermarks", format!("Every table of {source} tells what changed by {column}")),
        format!(
            "give each table that moves {column}, set by every write (a trigger where the application does not), and an index \
             on it; read a delta from the last watermark less the longest transaction, so that none is passed over"
        ),
        (Duty::Database, Activity::Build),
    );
    step.step.basis.extend(
        told.and_then(|it| it.watermark.as_ref())
            .map(|it| data::fact(context, "watermark", format!("deltas go by {it}"))),
    );
    phase.then(
        step.why("A row whose change leaves no mark stays as it was on the other side.").changing(context).idle_back(
            "drop the triggers and indexes of the watermarks",
            time::by_program("triggers that are dropped"),
        ),
    );
    phase.then_all(filled(context).into_iter().collect());
    phase.then_all(deleted(context).into_iter().collect());
    phase
}

/// No row is without a watermark.
fn filled(context: &Context<'_>) -> Option<StepDraft> {
    let column = data::told(context)?.watermark.clone()?;
    let criterion = |table: &crate::specification::model::Table| {
        let statement = format!(
            "SELECT count(*) FROM {} WHERE {} IS NULL",
            engine_probe::identifier(&table.name),
            engine_probe::identifier(&column)
        );
        let measure = Measure::Query(format!("rows of {} without {column}", table.name));
        let basis = vec![data::fact(context, "watermark", format!("deltas go by {column}"))];
        watch::none_of(measure, sql(ProbeSide::Source, statement), 0.0, basis)
    };
    let criteria: Vec<Criterion> = context.migration.tables.iter().map(criterion).collect();
    if criteria.is_empty() {
        return None;
    }
    let title = format!("Every row has {column}");
    let step = moved::gate(context, ("filled", title), criteria, 0.0, "fill it, and set NOT NULL");
    Some(step.why("NULL is never behind a watermark, so no delta would carry such a row."))
}

/// How deletions are learnt of.
fn deleted(context: &Context<'_>) -> Option<StepDraft> {
    let (told, fact) = match data::told(context).and_then(|it| it.deletes) {
        Some(Deletes::Never) => return None,
        Some(it) => (it, data::fact(context, "deletes", "deltas learn of deletions as stated")),
        None => (Deletes::Log, prior("a log of deletions is kept", "default of this program; state `data.deletes`")),
    };
    let (title, instruction) = match told {
        Deletes::Tombstones => (
            "Deletions leave a tombstone",
            "let every deletion set a mark and the watermark; no job removes such rows until the cut",
        ),
        Deletes::Compared => (
            "Deletions are found by keys",
            "compare the keys of both sides with each delta, and delete at the target what the source lacks",
        ),
        Deletes::Log | Deletes::Never => (
            "A log of deletions is kept",
            "write table, key and time of each deletion into a log, by a trigger on each table that moves",
        ),
    };
    let step = moved::manual(
        context,
        ("deletions", title.to_owned()),
        instruction.to_owned(),
        (Duty::Database, Activity::Build),
    );
    let mut step = step.why("A row that is deleted has no watermark any more: without this it lives on at the target.");
    step.step.basis.push(fact);
    Some(
        step.changing(context)
            .idle_back("drop the triggers and the log of deletions", time::by_program("triggers that are dropped")),
    )
}

fn full_copy(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds the rows of {source} as of a watermark");
    let names: &[&str] = &["full_copy", "copy", "initial_copy", "data_migration", "migration"];
    let mut phase = moved::phase("full-copy", Anchor::Readies, purpose, names);
    for step in moved::copies(
        context,
        "a full copy",
        "The watermark is read before the copy begins, so that the first delta overlaps it.",
    ) {
        phase.then(step);
    }
    phase
}

/// The deltas: how many there are, and how long the last one takes.
struct Rounds {
    number: i32,
    last: f64,
    whole: f64,
    converges: bool,
    basis: Vec<Fact>,
}

/// Delta k takes (w/a)^k of the copy's time; rounds go on until one takes no more than `fits`.
fn rounds(context: &Context<'_>, fits: f64) -> Rounds {
    let copies = moved::copies(context, "", "");
    let copy = time::sum(copies.iter().map(|it| &it.step.estimate)).map_or(0.0, |it| it.distribution.quantile(0.8));
    let ratio =
        |it: &StepDraft| it.step.estimate.convergence.map(|it| it.writes_per_second / it.applied_per_second.max(1e-9));
    let told =
        copies.iter().filter_map(ratio).fold(None, |most: Option<f64>, it| Some(most.map_or(it, |most| most.max(it))));
    let (ratio, mut basis) = match told {
        Some(it) => (it, Vec::new()),
        None => (
            0.1,
            vec![prior(
                "a tenth of what is applied is written meanwhile",
                "default of this program; state `writes_per_second`",
            )],
        ),
    };
    basis.extend(copies.iter().flat_map(|it| it.step.basis.iter().take(1).cloned()));
    let (mut number, mut last, mut whole) = (0, copy, 0.0);
    while last > fits && number < ROUNDS && ratio < 1.0 {
        last *= ratio;
        whole += last;
        number += 1;
    }
    Rounds { number: number.max(1), last, whole, converges: last <= fits, basis }
}

fn deltas(context: &Context<'_>) -> PhaseDraft {
    let target = &context.migration.target;
    let purpose = format!("One more delta to {target} fits the downtime");
    let names: &[&str] = &["deltas", "delta", "sync", "synchronization", "catch_up"];
    let mut phase = moved::phase("deltas", Anchor::Readies, purpose, names);
    let (allowed, stated) = match moving::downtime(context).filter(|(seconds, _)| *seconds > 0.0) {
        Some(it) => it,
        None => (
            DOWNTIME,
            prior(format!("{} of downtime", words(DOWNTIME)), "default of this program; state `max_downtime`"),
        ),
    };
    let fits = allowed * SHARE;
    let rounds = rounds(context, fits);
    let says = if rounds.converges {
        format!(
            "{} by the figures; the last one takes {} of the {} that it may",
            if rounds.number == 1 { "1 delta".to_owned() } else { format!("{} deltas", rounds.number) },
            words(rounds.last),
            words(fits)
        )
    } else {
        format!(
            "deltas do not shrink to {}: as much is written as applied, or nearly; lighten the writes, or follow the log \
             (change_data_capture)",
            words(fits)
        )
    };
    let mut basis = moved::basis(context);
    basis.push(stated.clone());
    basis.extend(rounds.basis.iter().cloned());
    let fact = prior(says.clone(), "a delta takes w/a of the one before, w rows written and a applied a second");
    let step = StepDraft::new(
        "rounds",
        format!("Carry deltas to {target} until one takes {} at most", words(fits)),
        Work::Transfer { what: "what changed since the last watermark".to_owned(), rows: None, bytes: None },
        crate::migration::model::Performer::Program("replication".to_owned()),
        hold(rounds.whole, fact),
        basis.clone(),
    );
    let back = time::by_program("a job that is stopped");
    phase.then(
        step.why("Each is smaller than the one before.")
            .note(Note::new(says, basis))
            .idle_back("stop the deltas; the source is the authority", back),
    );
    let took = probe::metric(format!("max({})", probe::own(context, "delta_seconds", &[])));
    let measure = Measure::Metric("seconds that the last delta took".to_owned());
    let rule = prior(
        "a last delta takes half of the downtime at most",
        "default of this program: fence, comparison and switch take the rest",
    );
    let took = watch::none_of(measure, took, 0.0, vec![stated, rule]);
    let mut criteria = vec![Criterion { holds: Holds::AtMost, bound: fits, ..took }];
    criteria.push(data::outrun(context, vec![context.way_fact()]));
    let title = format!("A delta takes {} at most", words(fits));
    phase.then(
        moved::gate(
            context,
            ("small", title),
            criteria,
            0.0,
            "lighten the writes or make the target faster, and carry another one",
        )
        .why("The last delta is downtime."),
    );
    phase
}

fn verify(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose =
        format!("{target} holds what {source} held at the last watermark, stands its load, and the cut was rehearsed");
    let names: &[&str] = &["verify", "verification", "validation", "testing"];
    let mut phase = moved::phase("verify", Anchor::Readies, purpose, names);
    moved::verified(context, &mut phase);
    phase
}
