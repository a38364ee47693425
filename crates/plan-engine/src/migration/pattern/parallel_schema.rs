//! Parallel schema: the new schema stands whole beside the old one, both are kept in step, reads move share by share.

use super::schema_change::{moving, product};
use super::{Pattern, data as moved, service};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft};
use crate::migration::model::{Measure, Note};
use crate::migration::part::engine_probe::{self, Flow};
use crate::migration::part::{data, rollout, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Kind;

pub(super) struct ParallelSchema;

/// Per cent of the traffic on the new schema, stage by stage.
const SHARES: [f64; 4] = [1.0, 10.0, 50.0, 100.0];

impl Pattern for ParallelSchema {
    fn names(&self) -> &'static [&'static str] {
        &["parallel_schema", "parallel_schemas", "side_by_side"]
    }

    fn summary(&self) -> &'static str {
        "the new schema whole beside the old one, both in step, traffic moved by a router, then the old one archived"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![moved::assess(context), build(context), sync(context), compare(context), back(context)];
        if context.migration.flags.is_empty() {
            phases.push(rollout::of_shares(context, "route", &SHARES));
        } else {
            phases.extend(rollout::phases(context));
        }
        phases.extend([watched(context), retire(context)]);
        Ok(phases)
    }
}

fn build(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} stands beside {source}, with nothing in it");
    let mut phase = moved::phase("build", Anchor::Readies, purpose, &["build", "prepare", "setup", "provision"]);
    phase.then(moved::provision(context, "the new schema"));
    let what = "a router of reads and writes by a flag (views, or a layer of the application), all to the old schema"
        .to_owned();
    let step = moved::deployment(context, "router", format!("Put a router before {source}"), what);
    let out = time::by_person(&context.who(Duty::Platform), Activity::Deploy);
    phase.then(step.why("Later one flag moves everybody, and moves them back.").idle_back("take the router out", out));
    phase
}

fn sync(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (old, _) = product::sides(context);
    let purpose = format!("{target} holds the rows of {source} in its own shape, and follows it");
    let names: &[&str] = &["sync", "synchronization", "copy", "replication", "data_migration", "migration", "backfill"];
    let mut phase = moved::phase("sync", Anchor::Readies, purpose, names);
    let step = moved::manual(
        context,
        ("follow", format!("Let {target} follow {source}")),
        "write what follows (triggers, or the log through a transformation), and the same back; start the way forward"
            .to_owned(),
        (Duty::Database, Activity::Build),
    );
    let stopped = time::by_program("a feed that is stopped");
    phase.then(
        step.why("What changes meanwhile is carried before older rows are.")
            .changing(context)
            .idle_back("stop the sync", stopped),
    );
    for step in moved::copies(context, "batches in the new shape", "Older rows never overwrite what the sync brought.")
    {
        phase.then(step);
    }
    let lag = engine_probe::lag(context, &old, Flow::Forward);
    let criterion = watch::caught_up(&format!("the sync from {source} to {target}"), lag, vec![context.way_fact()]);
    let criteria = vec![criterion, data::outrun(context, vec![context.way_fact()])];
    let title = format!("{target} is in step with {source}");
    phase.then(
        moved::gate(
            context,
            ("in-step", title),
            criteria,
            watch::WATCHED,
            "lighten the writes, or make the sync faster",
        )
        .why("What is behind differs."),
    );
    phase
}

fn compare(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} answers what {source} answers, table by table");
    let names: &[&str] = &["compare", "verify", "verification", "validation", "testing", "shadow"];
    let mut phase = moved::phase("compare", Anchor::Readies, purpose, names);
    let parity = data::parity(context, &format!("reads of {target} and {source}"));
    let title = format!("{target} reads as {source} does");
    let otherwise = "mend the transformation, carry the rows that differ again, and count anew";
    phase.then(
        moved::gate(context, ("parity", title), vec![parity.criterion], parity.seconds, otherwise)
            .why("What users will read is compared before they do.")
            .note(Note::new("comparisons count from the last repair", vec![parity.basis])),
    );
    moved::verified(context, &mut phase);
    phase
}

/// The old schema follows the new one before the first user is on it.
fn back(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (_, new) = product::sides(context);
    let purpose = format!("What is written to {target} reaches {source}");
    let mut phase = moved::phase("sync-back", Anchor::Readies, purpose, &["reverse_sync", "sync_back"]);
    let step = moved::manual(
        context,
        ("start", format!("Start the sync from {target} back to {source}")),
        "record the position of the target's log, then start the way back from it; it leaves out what the way forward wrote".to_owned(),
        (Duty::Database, Activity::Operate),
    );
    let stopped = time::by_program("a feed that is stopped");
    phase.then(
        step.why("The route can only go back to a schema that is current.")
            .changing(context)
            .idle_back("stop the sync back", stopped),
    );
    let lag = engine_probe::lag(context, &new, Flow::Back);
    let criterion = watch::caught_up(&format!("the sync from {target} to {source}"), lag, vec![context.way_fact()]);
    let title = format!("{source} is in step with {target}");
    phase.then(
        moved::gate(
            context,
            ("in-step", title),
            vec![criterion],
            watch::WATCHED,
            "mend the sync back before anybody is routed",
        )
        .why("A route without it is the point of no return."),
    );
    phase
}

fn watched(context: &Context<'_>) -> PhaseDraft {
    const NAMES: &[&str] = &["watch", "monitoring", "stabilization", "soak"];
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (_, new) = product::sides(context);
    let purpose = format!("{target} has carried everything for a while, and {source} could take over again");
    let mut phase = moved::phase("watch", Anchor::Retires, purpose, NAMES);
    let (seconds, fact) = moved::kept(context, NAMES, "the old schema follows");
    let mut criteria = watch::judged(context, seconds);
    criteria.extend(watch::performance(context, seconds));
    let lag = engine_probe::lag(context, &new, Flow::Back);
    let behind = watch::caught_up(&format!("the sync from {target} to {source}"), lag, vec![fact.clone()]);
    criteria.push(crate::migration::model::Criterion { for_seconds: seconds, ..behind });
    let mut step = moved::gate(
        context,
        ("kept", format!("{target} works while {source} follows")),
        criteria,
        seconds,
        "route back to 0 %",
    );
    step.step.estimate = time::gate(seconds, fact);
    phase.then(step.why("A fault that shows late is taken back without a row lost, as long as the sync back runs."));
    phase
}

fn retire(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (old, _) = product::sides(context);
    let purpose = format!("{target} stands alone");
    let names: &[&str] = &["retire", "release", "decommission", "decommissioning", "cleanup"];
    let mut phase = moved::phase("retire", Anchor::Contracts, purpose, names);
    let used = Measure::Usage(format!("reads and writes that the router sends to {source}"));
    let requests = crate::migration::part::probe::requests(context, &[("side", "source")]);
    let criterion =
        watch::none_of(used, crate::migration::part::probe::metric(requests), watch::WATCHED, vec![context.way_fact()]);
    let title = format!("Nothing is routed to {source}");
    phase.then(
        moved::gate(context, ("unused", title), vec![criterion], watch::WATCHED, "find who goes past the router")
            .why("Who is left breaks now."),
    );
    let reason = format!("the sync back to {source} stops: from here on there is no way back that keeps new rows");
    phase.then(
        moved::approval(context, "approve", format!("Agree that {source} is let go"), reason)
            .why("The next step is the point of no return."),
    );
    let keeps = moving::downtime(context).map_or_else(Vec::new, |(_, fact)| vec![fact]);
    let mut step = moved::manual(
        context,
        ("stop", format!("Stop the sync and archive {source}")),
        format!(
            "stop both ways, dump {source}, keep the dump as long as the regimes ask ({}), then drop it and the router",
            product::keys(&old)
        ),
        (Duty::Database, Activity::Configure),
    );
    step.step.basis.extend(keeps);
    let step = step.why("Two schemas that nobody compares any more drift apart.").changing(context);
    phase.then(step.no_way_back(format!("rows that {target} takes from here on are nowhere else")));
    phase.then(service::gone(context));
    phase
}
