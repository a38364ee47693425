//! Dual write: the application writes both sides, stage by stage, with an outbox so that no write is on one side only.
//!
//! The stages and who reads and writes in each are those of `cutover` (and of LaunchDarkly's migration flags): off, dual write,
//! shadow, live, ramp down, complete. The old side is a fallback up to ramp down, since until then every write reaches it.

use super::data as moved;
use super::{Pattern, service};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Measure, Probe, ProbeSide, Work};
use crate::migration::part::probe::{self, sql};
use crate::migration::part::{data, rollout, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Kind;

use super::schema_change::product;

pub(super) struct DualWrite;

impl Pattern for DualWrite {
    fn names(&self) -> &'static [&'static str] {
        &["dual_write", "dual_writes", "double_write"]
    }

    fn summary(&self) -> &'static str {
        "the application writes both sides through an outbox, reads are compared, then move, then the old side ends"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![off(context), dual_write(context), shadow(context)];
        if !context.migration.flags.is_empty() {
            phases.extend(rollout::phases(context));
        }
        phases.extend([live(context), ramp_down(context), complete(context)]);
        Ok(phases)
    }
}

/// Entries of the outbox in one of its states; `side` is the one that is written first.
fn outbox(context: &Context<'_>, side: ProbeSide, what: &str) -> Probe {
    let (old, new) = product::sides(context);
    let engine = if side == ProbeSide::Source { old } else { new };
    let (table, now) = match engine.product {
        Some("PostgreSQL") => ("migration_architect.outbox", "extract(epoch FROM now())"),
        Some("SQLite") => ("migration_architect_outbox", "(julianday('now') - 2440587.5) * 86400.0"),
        _ => {
            let metric = if what == "dead" { "outbox_dead" } else { "outbox_oldest_seconds" };
            return probe::metric(format!("max({})", probe::own(context, metric, &[("side", side.word())])));
        }
    };
    let statement = match what {
        "dead" => format!("SELECT count(*) FROM {table} WHERE state = 'dead'"),
        _ => format!("SELECT coalesce(max({now} - made / 1000.0), 0) FROM {table}"),
    };
    sql(side, statement)
}

/// Every write reaches the other side within seconds, and none is given up.
fn delivered(context: &Context<'_>, side: ProbeSide, seconds: f64) -> Vec<Criterion> {
    let other = if side == ProbeSide::Source { &context.migration.target } else { &context.migration.source };
    let late = Measure::Lag(format!("the oldest write that {other} has not taken"));
    let late = watch::caught_up(late.subject(), outbox(context, side, "oldest"), vec![context.pattern_fact()]);
    let dead = Measure::Failures(format!("writes that {other} refused for good"));
    let dead = watch::none_of(dead, outbox(context, side, "dead"), seconds, vec![context.pattern_fact()]);
    vec![Criterion { for_seconds: seconds, ..late }, dead]
}

fn off(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let mut phase = moved::assess(context);
    "off".clone_into(&mut phase.name);
    phase.purpose = format!("{target}, the outbox and a build that can write both are there; only {source} is used");
    phase.then(moved::provision(context, "its schema and no rows"));
    let step = moved::manual(
        context,
        ("outbox", format!("Install the outbox on {source} and the inbox on {target}")),
        "run the outbox and inbox DDL of `cutover` (written by `plan artefacts`)".to_owned(),
        (Duty::Database, Activity::Operate),
    );
    phase.then(
        step.why("A write and its entry commit together: a crash between two databases loses nothing.")
            .changing(context)
            .idle_back("drop the outbox and the inbox; both are empty", time::by_program("tables that are dropped")),
    );
    let step = moved::deployment(
        context,
        "build",
        format!("Deploy a build that writes both sides by its stage, at stage `off`, to every writer of {source}"),
        "the build with the stages".to_owned(),
    );
    phase.then(
        step.why("A writer that does not know the stages would write one side only.")
            .idle_back("bring the build before back", time::by_person(&context.who(Duty::Platform), Activity::Deploy)),
    );
    let measure = Measure::Usage(format!("writers of {source} without the stages"));
    let writers = probe::metric(format!("sum({})", probe::own(context, "writers", &[("stages", "no")])));
    let criterion = watch::none_of(measure, writers, watch::WATCHED, vec![context.pattern_fact()]);
    let title = format!("Every writer of {source} knows the stages");
    phase.then(
        moved::gate(context, ("writers", title), vec![criterion], watch::WATCHED, "find the writer, and deploy it")
            .why("One job that writes past the build makes the sides differ for good."),
    );
    phase
}

fn dual_write(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("Every write reaches {source} and {target}, and what was there before is copied");
    let names: &[&str] =
        &["dual_write", "dual_writes", "sync", "replication", "data_migration", "migration", "backfill"];
    let mut phase = moved::phase("dual-write", Anchor::Readies, purpose, names);
    phase.then(moved::stage(context, "dual_write", "off", "writes go to both sides, the old one answers"));
    let seconds = watch::WATCHED;
    let otherwise = "set the stage back to `off`, mend what refuses writes, and begin anew";
    let title = format!("{target} takes every write");
    phase.then(
        moved::gate(context, ("delivered", title), delivered(context, ProbeSide::Source, seconds), seconds, otherwise)
            .why("Rows that were there before are copied behind writes that already arrive, so none falls between."),
    );
    let why = "Older rows never overwrite newer ones: a row that a write brought stays.";
    for step in moved::copies(context, "batches that skip what is there", why) {
        phase.then(step);
    }
    phase
}

fn shadow(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("Reads of {target} give what {source} gives");
    let names: &[&str] = &["shadow", "verify", "verification", "validation", "testing"];
    let mut phase = moved::phase("shadow", Anchor::Readies, purpose, names);
    phase.then(moved::stage(
        context,
        "shadow",
        "dual_write",
        "reads go to both sides and are compared, the old one answers",
    ));
    let parity = data::parity(context, &format!("reads of {target} and {source}"));
    let otherwise = "repair the rows that differ from the old side, find out why they did, and count anew";
    let title = format!("{target} reads as {source} does");
    phase.then(
        moved::gate(context, ("parity", title), vec![parity.criterion], parity.seconds, otherwise)
            .why("What users will read is compared before they do.")
            .note(crate::migration::model::Note::new(
                "comparisons count from the beginning of the stage",
                vec![parity.basis],
            )),
    );
    moved::verified(context, &mut phase);
    phase
}

/// Reads come from the new side; the old one still gets every write and is read to compare.
fn live(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} answers, and {source} still gets every write");
    let mut phase =
        moved::phase("live", Anchor::Shifts, purpose, &["live", "cutover", "cut_over", "switch", "go_live"]);
    let reason = format!("users read {target} from here on; {source} stays current and takes over at any time");
    phase.then(
        moved::approval(context, "approve", format!("Agree that {target} answers"), reason)
            .why("It is the first stage that users feel."),
    );
    let who = context.who(Duty::Service);
    let flag = format!("{} stage", context.migration.id);
    let work = Work::Traffic { flag: flag.clone(), from: 0.0, to: 100.0, hold_seconds: 0.0 };
    let step = StepDraft::new(
        "stage-live",
        "Stage `live`: both sides are read and written, the new one answers",
        work,
        who.clone(),
        time::by_person(&who, Activity::Operate),
        moved::basis(context),
    );
    phase.then(
        step.why("Both sides are current, so that the stage can go back without a row lost.")
            .felt(context)
            .back(format!("set the stage of `{flag}` back to `shadow`"), time::by_program("a stage that is set back")),
    );
    let mut criteria = watch::judged(context, LIVE);
    criteria.extend(delivered(context, ProbeSide::Target, LIVE));
    let fact = prior("reads are judged for a day and a night", "default of this program");
    let title = format!("{target} answers without an alert, and {source} takes every write");
    let mut step = moved::gate(context, ("held", title), criteria, LIVE, "set the stage back to `shadow`");
    step.step.basis.push(fact);
    phase.then(step.why("Nights and batches differ from days."));
    phase
}

/// Seconds for which the stage `live` is judged.
const LIVE: f64 = 86_400.0;

fn ramp_down(context: &Context<'_>) -> PhaseDraft {
    const NAMES: &[&str] = &["ramp_down", "watch", "monitoring", "stabilization", "soak"];
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("Nobody reads {source}, which could still take over");
    let mut phase = moved::phase("ramp-down", Anchor::Shifts, purpose, NAMES);
    phase.then(moved::stage(
        context,
        "ramp_down",
        "live",
        "reads go to the new side only, the old one still gets every write",
    ));
    let (seconds, fact) = moved::kept(context, NAMES, "the old side is written");
    let mut criteria = watch::judged(context, seconds);
    criteria.extend(delivered(context, ProbeSide::Target, seconds));
    let read = Measure::Usage(format!("reads that {source} answers"));
    let reads = probe::requests(context, &[("side", ProbeSide::Source.word()), ("kind", "read")]);
    criteria.push(watch::none_of(read, probe::metric(reads), seconds, vec![fact.clone()]));
    let title = format!("{target} stands alone for reads, and {source} is current");
    let mut step = moved::gate(context, ("kept", title), criteria, seconds, "set the stage back to `live`");
    step.step.estimate = time::gate(seconds, fact);
    phase.then(step.why("A fallback is legal only while the old side is current, which ends with the next stage."));
    phase
}

fn complete(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} stands alone");
    let names: &[&str] = &["complete", "release", "decommission", "decommissioning", "retire", "cleanup"];
    let mut phase = moved::phase("complete", Anchor::Removes, purpose, names);
    let reason = format!("{source} gets no write any more: from here on there is no way back that keeps new rows");
    let approve = moved::approval(context, "approve", format!("Agree that {source} is let go"), reason);
    phase.then(approve.why("The next step is the point of no return."));
    let flag = format!("{} stage", context.migration.id);
    let mut step = moved::stage(context, "complete", "ramp_down", "only the new side is written");
    step =
        step.no_way_back(format!("rows that {target} takes from here on are nowhere else: `{flag}` has no way back"));
    phase.then(step);
    let instruction = format!(
        "take the last backup of {source}, keep it as long as the regimes ask, drop outbox and inbox, take the stages out of \
         the application, switch {source} off"
    );
    let step = moved::manual(
        context,
        ("remove", format!("Switch {source} off")),
        instruction,
        (Duty::Database, Activity::Configure),
    );
    let step = step.why("What is kept running is patched, paid and attacked.").changing(context);
    phase.then(step.no_way_back(format!("{source} is gone; only its backup is left")));
    phase.then(service::gone(context));
    phase
}
