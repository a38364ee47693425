//! Change data capture: rows are copied once and followed by the source's log; the cut fences, flushes, records, switches.
//!
//! The stages are those of `cutover`: off (assess), dual write (the log writes the target), shadow (compared), live (switched),
//! ramp down (the source follows back), complete. Source for the order of the cut: PostgreSQL manual, Logical Replication;
//! Debezium, "Ad hoc snapshots and signals".

use super::{Pattern, crossing, data as moved};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, ProbeSide};
use crate::migration::part::engine_probe::{self, Flow};
use crate::migration::part::probe::sql;
use crate::migration::part::{data, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Kind;

use super::schema_change::product;

pub(super) struct ChangeDataCapture;

/// Whether the engine writes a log that changes can be read from.
const LOGICAL: &str = "SELECT count(*) FROM pg_settings WHERE name = 'wal_level' AND setting = 'logical'";
/// Tables whose updates and deletions could not be told apart by a key.
const KEYLESS: &str = "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'r' \
AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND (c.relreplident = 'n' OR c.relreplident = 'd' AND \
NOT EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary))";

impl Pattern for ChangeDataCapture {
    fn names(&self) -> &'static [&'static str] {
        &["change_data_capture", "cdc"]
    }

    fn summary(&self) -> &'static str {
        "rows copied once, then followed by the source's log; a short fence at the cut, and a feed back behind it"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![
            moved::assess(context),
            slot(context),
            snapshot(context),
            catch_up(context),
            verify(context),
            crossing::cut(context, Vec::new()),
            crossing::watched(context),
            crossing::release(context),
        ];
        let stages = ["off", "off", "dual_write", "dual_write", "shadow", "live", "ramp_down", "complete"];
        for (phase, stage) in phases.iter_mut().zip(stages) {
            let says = format!("stage `{stage}` of `cutover`");
            phase.notes.push(crate::migration::model::Note::new(says, vec![context.pattern_fact()]));
        }
        Ok(phases)
    }
}

/// What keeps the log from now on.
fn slot(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let (old, _) = product::sides(context);
    let name = engine_probe::object_name(context);
    let purpose = format!("{source} keeps its log from here on for a reader");
    let mut phase = moved::phase("slot", Anchor::Readies, purpose, &["slot", "setup", "connector"]);
    if old.product == Some("PostgreSQL") {
        let of = |what: &str, statement: &str| {
            let measure = Measure::Query(what.to_owned());
            watch::none_of(measure, sql(ProbeSide::Source, statement), 0.0, vec![context.way_fact()])
        };
        let logical = Criterion { holds: Holds::AtLeast, bound: 1.0, ..of("whether wal_level is logical", LOGICAL) };
        let criteria = vec![logical, of("tables without a key or a replica identity", KEYLESS)];
        let otherwise = "set wal_level = logical (a restart), and give each table a key or REPLICA IDENTITY FULL";
        let title = format!("The log of {source} tells every change of a row");
        phase.then(moved::gate(context, ("capturable", title), criteria, 0.0, otherwise).why(
            "Without a key an update cannot find its row on the other side; without logical decoding there is no update.",
        ));
    }
    let instruction = format!(
        "make the publication of the tables that move, then {} called {name}, and note its position and its snapshot",
        product::holder(&old)
    );
    let step = moved::manual(
        context,
        ("keep", format!("Make publication and slot {name} on {source}")),
        instruction,
        (Duty::Database, Activity::Operate),
    );
    let mut step = step
        .why("The position comes before the copy: what changes meanwhile is in the log behind it.")
        .changing(context)
        .idle_back(format!("drop the slot {name} and the publication"), time::by_program("a slot that is dropped"));
    step.step.basis.extend(data::names(context));
    phase.then(step);
    let kept = engine_probe::running(context, &old, Flow::Forward);
    if let crate::migration::model::Probe::Sql { on, statement } = kept {
        let there = statement.replace(" AND active", "");
        let measure = Measure::Query("slots that keep the log".to_owned());
        let there = watch::none_of(measure, sql(on, there), 0.0, vec![context.way_fact()]);
        let criterion = Criterion { holds: Holds::AtLeast, bound: 1.0, ..there };
        let title = format!("The slot {name} keeps the log");
        phase.then(
            moved::gate(context, ("kept", title), vec![criterion], 0.0, "make the slot again")
                .why("A slot that is not there loses what changes from now on."),
        );
    }
    phase
}

fn snapshot(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds the rows of {source} as of the slot's position");
    let names: &[&str] = &["snapshot", "copy", "initial_copy", "replication", "data_migration", "migration"];
    let mut phase = moved::phase("snapshot", Anchor::Readies, purpose, names);
    phase.then(moved::provision(
        context,
        "the source's schema, without the triggers that the log will have run already",
    ));
    let why = "Rows of one snapshot, and the log from that snapshot on: nothing is missed and nothing comes twice.";
    for step in moved::copies(context, "snapshot", why) {
        phase.then(step);
    }
    phase
}

/// What changed meanwhile is applied, and goes on being applied.
pub(super) fn catch_up(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (old, _) = product::sides(context);
    let purpose = format!("{target} follows {source} within 5 s");
    let mut phase = moved::phase("catch-up", Anchor::Readies, purpose, &["catch_up", "catchup", "sync"]);
    let step = moved::manual(
        context,
        ("follow", format!("Apply the log of {source} at {target} from the slot's position on")),
        format!("start the subscription on {target} without another copy"),
        (Duty::Database, Activity::Operate),
    );
    let step = step.why("It never ends where more is written than is applied, which the estimate of the copies tells.");
    phase.then(
        step.changing(context).idle_back("stop the subscription", time::by_program("a subscription that is stopped")),
    );
    let of = format!("the log of {source} at {target}");
    let lag = watch::caught_up(&of, engine_probe::lag(context, &old, Flow::Forward), vec![context.way_fact()]);
    let mut criteria = vec![lag, data::outrun(context, vec![context.way_fact()])];
    criteria.extend(data::retained(context, &old, watch::WATCHED));
    let otherwise =
        "give the target more writers or lighten the source's writes; where the log outgrows its disk, drop the slot";
    let title = format!("{target} has caught up with {source}, and applies more than is written");
    phase.then(
        moved::gate(context, ("caught-up", title), criteria, watch::WATCHED, otherwise)
            .why("What is behind when writes stop is downtime."),
    );
    phase
}

fn verify(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds what {source} holds, stands its load, and the cut was rehearsed");
    let names: &[&str] = &["verify", "verification", "validation", "testing", "shadow"];
    let mut phase = moved::phase("verify", Anchor::Readies, purpose, names);
    moved::verified(context, &mut phase);
    phase
}

/// A step that brings the last of the changes behind the fence.
pub(super) fn last(context: &Context<'_>, title: String, instruction: String) -> StepDraft {
    moved::manual(context, ("last", title), instruction, (Duty::Database, Activity::Operate)).felt(context)
}
